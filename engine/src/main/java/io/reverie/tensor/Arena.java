package io.reverie.tensor;

import java.lang.ref.SoftReference;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * The memory of one step: outputs, gradients and nodes are cut off its front one after the other,
 * and all are given back at once when the tape closes.
 *
 * <p>Why: a fresh array an operation costs three to five times the operation itself at a million
 * elements (it must be zeroed, and it evicts the cache), and asking users to release tensors one by
 * one has failed wherever it was tried. The second step finds the memory of the first: it allocates
 * next to nothing.
 *
 * <p>An arena that is not in use waits in a small pool behind a soft reference: under memory
 * pressure the collector may have it. Each use has its own {@linkplain #epoch}, by which a tensor
 * notices that its memory has been given away.
 */
final class Arena {
  private static final int FIRST_BLOCK = 1 << 16;
  private static final int IDLE_ARENAS = 8;
  private static final ArrayDeque<SoftReference<Arena>> IDLE = new ArrayDeque<>();

  private float[] floats = new float[FIRST_BLOCK];
  private int used;
  private long outgrown;
  private int[] ints = new int[64];
  private int intsUsed;
  private final List<Node> nodes = new ArrayList<>();
  private int nodesUsed;
  private int epoch;

  private Arena() {}

  static Arena open() {
    synchronized (IDLE) {
      while (true) {
        SoftReference<Arena> idle = IDLE.pollLast();
        if (idle == null) {
          return new Arena();
        }
        Arena arena = idle.get();
        if (arena != null) {
          return arena;
        }
      }
    }
  }

  /** Ends this use: every tensor cut from the arena is dead from now on. */
  void close() {
    epoch++;
    if (outgrown > 0) {
      // One block for all of the step, so that the next step finds it in one piece.
      long wanted = outgrown + used;
      floats = new float[(int) Math.min(wanted + wanted / 8, Integer.MAX_VALUE - 64)];
      outgrown = 0;
    }
    used = 0;
    intsUsed = 0;
    for (int i = 0; i < nodesUsed; i++) {
      nodes.get(i).forget();
    }
    nodesUsed = 0;
    synchronized (IDLE) {
      if (IDLE.size() < IDLE_ARENAS) {
        IDLE.addLast(new SoftReference<>(this));
      }
    }
  }

  /** Which use of the arena this is; it grows with every {@link #close}. */
  int epoch() {
    return epoch;
  }

  /** The array in which {@link #reserve} just reserved. */
  float[] floats() {
    return floats;
  }

  /** Reserves {@code n} floats with unknown contents in {@link #floats} and returns where. */
  int reserve(int n) {
    // Multiples of 16 floats keep every tensor at the same place within a 64-byte line.
    int room = (n + 15) & ~15;
    if (room > floats.length - used || room < 0) {
      // What is in the old block stays alive through the tensors that use it.
      outgrown += used;
      floats = new float[Math.max(Math.max(room, n), 2 * Math.min(floats.length, 1 << 29))];
      used = 0;
    }
    int offset = used;
    used += room < 0 ? n : room;
    return offset;
  }

  int[] ints() {
    return ints;
  }

  int reserveInts(int n) {
    if (n > ints.length - intsUsed) {
      ints = new int[Math.max(n, 2 * ints.length)];
      intsUsed = 0;
    }
    int offset = intsUsed;
    intsUsed += n;
    return offset;
  }

  /** The next node, a used one where there is one. */
  Node node() {
    if (nodesUsed == nodes.size()) {
      nodes.add(new Node());
    }
    return nodes.get(nodesUsed++);
  }

  /** Takes the last node back. */
  void dropNode() {
    nodes.get(--nodesUsed).forget();
  }

  int nodes() {
    return nodesUsed;
  }

  /** Whether a recorded node of this use made this tensor, or what it is a view of. */
  boolean produced(Tensor tensor) {
    for (int i = nodesUsed - 1; i >= 0; i--) {
      if (tensor.base() == nodes.get(i).output()) {
        return true;
      }
    }
    return false;
  }

  Node node(int index) {
    return nodes.get(index);
  }
}
