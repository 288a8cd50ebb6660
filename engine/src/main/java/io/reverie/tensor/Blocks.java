package io.reverie.tensor;

import java.util.Arrays;

/**
 * Blocks of floats, from which stretches are taken and to which they are given back.
 *
 * <p>A stretch is taken where the first one of enough free floats begins, and free neighbours
 * become one again: what is taken in the same order lies in the same places, step after step. Where
 * nothing is free that is large enough, a block is added: for one such stretch or for several, as
 * many as make all before it twice as large but no more than {@value #LARGEST} floats. So at no
 * time are there much more floats than are needed; a single array that has outgrown itself lives
 * beside the next larger one until the collector comes.
 */
final class Blocks {
  private static final int FIRST = 1 << 16;

  /** 16 MB. */
  static final int LARGEST = 1 << 22;

  private float[][] blocks = {new float[FIRST]};
  private float[] array = blocks[0];

  /** The free stretches in the order in which they lie: their blocks, starts and ends. */
  private int[] blockOf = new int[8];

  private int[] starts = new int[8];
  private int[] ends = new int[8];
  private int free;

  Blocks() {
    clear();
  }

  /** Lets all of every block be free. */
  void clear() {
    free = 0;
    for (int block = 0; block < blocks.length; block++) {
      insert(free, block, 0, blocks[block].length);
    }
  }

  /** The block in which {@link #take} just took. */
  float[] array() {
    return array;
  }

  /** How many floats there are, taken and free. */
  long size() {
    long size = 0;
    for (float[] block : blocks) {
      size += block.length;
    }
    return size;
  }

  /** Takes {@code n} floats with unknown contents in {@link #array} and returns where. */
  int take(int n) {
    int room = room(n);
    int i = 0;
    while (i < free && ends[i] - starts[i] < room) {
      i++;
    }
    if (i == free) {
      grow(room);
    }
    array = blocks[blockOf[i]];
    int start = starts[i];
    starts[i] += room;
    if (starts[i] == ends[i]) {
      remove(i);
    }
    return start;
  }

  /** Multiples of 16 floats keep every tensor at the same place within a 64-byte line. */
  private static int room(int n) {
    int room = (Math.max(n, 1) + 15) & ~15;
    return room < 0 ? n : room;
  }

  private void grow(int room) {
    int length = room * Math.max(1, (int) Math.min(size(), LARGEST) / room);
    blocks = Arrays.copyOf(blocks, blocks.length + 1);
    blocks[blocks.length - 1] = new float[length];
    insert(free, blocks.length - 1, 0, length);
  }

  /** Gives {@code n} floats back that were taken at this place; nobody may read them any more. */
  void giveBack(float[] taken, int start, int n) {
    int block = 0;
    while (blocks[block] != taken) {
      block++;
    }
    int end = start + room(n);
    int i = 0;
    while (i < free && (blockOf[i] < block || blockOf[i] == block && starts[i] < start)) {
      i++;
    }
    boolean before = i > 0 && blockOf[i - 1] == block && ends[i - 1] == start;
    boolean after = i < free && blockOf[i] == block && starts[i] == end;
    if (before && after) {
      ends[i - 1] = ends[i];
      remove(i);
    } else if (before) {
      ends[i - 1] = end;
    } else if (after) {
      starts[i] = start;
    } else {
      insert(i, block, start, end);
    }
  }

  private void insert(int i, int block, int start, int end) {
    if (free == starts.length) {
      blockOf = Arrays.copyOf(blockOf, 2 * free);
      starts = Arrays.copyOf(starts, 2 * free);
      ends = Arrays.copyOf(ends, 2 * free);
    }
    move(i, i + 1);
    blockOf[i] = block;
    starts[i] = start;
    ends[i] = end;
    free++;
  }

  private void remove(int i) {
    move(i + 1, i);
    free--;
  }

  private void move(int from, int to) {
    System.arraycopy(blockOf, from, blockOf, to, free - from);
    System.arraycopy(starts, from, starts, to, free - from);
    System.arraycopy(ends, from, ends, to, free - from);
  }
}
