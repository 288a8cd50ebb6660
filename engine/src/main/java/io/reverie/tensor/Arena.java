package io.reverie.tensor;

import java.lang.ref.SoftReference;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The memory of one step: outputs, gradients and nodes are taken one after the other, and all are
 * given back at once when the tape closes; gradients of a training step before that, so that the
 * way back runs in the few that are alive at a time, and these stay in the caches.
 *
 * <p>Why: a fresh array an operation costs three to five times the operation itself at a million
 * elements (it must be zeroed, and it evicts the cache), and asking users to release tensors one by
 * one has failed wherever it was tried. The second step finds the memory of the first: it allocates
 * next to nothing.
 *
 * <p>An arena that is not in use waits in a small pool behind a soft reference: under memory
 * pressure the collector may have it. Each use has its own {@linkplain Lease lease}, by which a
 * tensor notices that its memory has been given away.
 */
final class Arena {
  /** Under which tensors have memory of an arena: one for each use of it. */
  static final class Lease {
    /** The lease of a tensor whose memory was {@linkplain #giveBack given back} within a step. */
    static final Lease HANDED_ON = new Lease(null);

    static {
      HANDED_ON.over = true;
    }

    /** Whose memory it is, {@code null} where that is over. */
    final @Nullable Arena arena;

    private boolean over;

    private Lease(@Nullable Arena arena) {
      this.arena = arena;
    }

    /** Whether the memory may be somebody else's by now. */
    boolean over() {
      return over;
    }
  }

  private static final int IDLE_ARENAS = 8;
  private static final ArrayDeque<SoftReference<Arena>> IDLE = new ArrayDeque<>();

  final Blocks floats = new Blocks();
  private int[] ints = new int[64];
  private int intsUsed;
  private final List<Node> nodes = new ArrayList<>();
  private int nodesUsed;
  private @Nullable Lease lease;

  private Arena() {}

  static Arena open() {
    Arena arena = idle();
    arena.lease = new Lease(arena);
    return arena;
  }

  private static Arena idle() {
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
    lease().over = true;
    floats.clear();
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

  /** That of this use, which ends with {@link #close}. */
  Lease lease() {
    return Objects.requireNonNull(lease);
  }

  /** The array in which {@link #reserve} just reserved. */
  float[] floats() {
    return floats.array();
  }

  /** Reserves {@code n} floats with unknown contents in {@link #floats} and returns where. */
  int reserve(int n) {
    return floats.take(n);
  }

  /** Ends the life of a tensor before that of the step: its memory is there to be reserved. */
  void giveBack(Tensor tensor) {
    floats.giveBack(tensor.array(), tensor.offset(), tensor.size());
    tensor.end();
  }

  /** What is said to who uses a tensor after its life. */
  static IllegalStateException ended(Shape shape, Lease lease) {
    return new IllegalStateException(
        lease == Lease.HANDED_ON
            ? "this gradient of shape "
                + shape
                + " is gone, since it was handed on and its memory used again: copy() it in"
                + " Tape.onGradient, or open a Tape.probe(), which keeps it"
            : "this tensor of shape "
                + shape
                + " lived on a closed tape: copy() it before the tape closes");
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

  /** The shape of the last node's output; a node whose inputs do not fit never was. */
  Shape shape(Node node) {
    boolean fits = false;
    try {
      Shape shape = node.op().shape(node.shapes());
      fits = true;
      return shape;
    } finally {
      if (!fits) {
        dropNode();
      }
    }
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
