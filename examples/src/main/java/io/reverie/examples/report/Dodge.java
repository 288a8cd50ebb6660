package io.reverie.examples.report;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/** Positions for labels that keep their distance and move as little as that allows. */
final class Dodge {
  private Dodge() {}

  /**
   * The positions nearest to the wanted ones, in least squares, at least {@code gap} apart and
   * within the range: isotonic regression by pooling neighbours that collide.
   */
  static double[] spread(double[] wanted, double gap, Range within) {
    int n = wanted.length;
    int[] order =
        IntStream.range(0, n)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> wanted[i]))
            .mapToInt(i -> i)
            .toArray();
    double[] mean = new double[n];
    int[] size = new int[n];
    int pools = 0;
    for (int k = 0; k < n; k++) {
      mean[pools] = wanted[order[k]] - k * gap;
      size[pools++] = 1;
      while (pools > 1 && mean[pools - 2] > mean[pools - 1]) {
        int joined = size[pools - 2] + size[pools - 1];
        mean[pools - 2] =
            (mean[pools - 2] * size[pools - 2] + mean[pools - 1] * size[pools - 1]) / joined;
        size[--pools - 1] = joined;
      }
    }
    double[] placed = new double[n];
    double highest = Math.max(within.low(), within.high() - (n - 1) * gap);
    for (int p = 0, k = 0; p < pools; p++) {
      double base = Math.clamp(mean[p], within.low(), highest);
      for (int end = k + size[p]; k < end; k++) {
        placed[order[k]] = base + k * gap;
      }
    }
    return placed;
  }

  /** The first row in which each label of a left-to-right list is free; −1 if there is none. */
  static int[] rows(double[] starts, double[] widths, int rows) {
    double[] filled = new double[rows];
    Arrays.fill(filled, Double.NEGATIVE_INFINITY);
    int[] row = new int[starts.length];
    for (int i = 0; i < starts.length; i++) {
      row[i] = -1;
      for (int r = 0; r < rows && row[i] < 0; r++) {
        if (starts[i] >= filled[r]) {
          filled[r] = starts[i] + widths[i];
          row[i] = r;
        }
      }
    }
    return row;
  }
}
