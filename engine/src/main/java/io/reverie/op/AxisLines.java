package io.reverie.op;

import io.reverie.kernel.Parallel;

/** The lines along an axis, handed out as blocks of neighbouring columns, on all threads. */
final class AxisLines {
  /**
   * Columns in a block: what they touch of each row is a few cache lines, and fits the first level.
   */
  private static final int WIDTH = 256;

  /** What is done with a block of columns. */
  interface Visit {
    /**
     * Does it.
     *
     * @param count how many columns there are, one beside the other
     * @param length how long each of them is
     * @param step how far apart its numbers stand
     * @param start where the first column starts
     * @param result where the first column's result goes
     */
    void at(int count, int length, int step, int start, int result);
  }

  private AxisLines() {}

  /** Visits every line once; borders depend on the sizes alone. */
  static void forEach(Split split, Visit visit) {
    int inner = split.inner();
    int length = split.length();
    if (inner == 0 || split.outer() == 0) {
      return;
    }
    int width = Math.min(inner, WIDTH);
    int blocks = (inner - 1) / width + 1;
    int grain = Math.max(1, Unary.GRAIN / Math.max(1, width * Math.min(length, Unary.GRAIN)));
    Parallel.chunks(
        split.outer() * blocks,
        grain,
        (first, end) -> {
          for (int block = first; block < end; block++) {
            int o = block / blocks;
            int i = block % blocks * width;
            int count = Math.min(width, inner - i);
            visit.at(count, length, inner, o * length * inner + i, o * inner + i);
          }
        });
  }
}
