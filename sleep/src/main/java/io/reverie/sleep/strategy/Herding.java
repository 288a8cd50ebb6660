package io.reverie.sleep.strategy;

import io.reverie.tensor.Tensor;

/**
 * Herding (Welling 2009): chooses samples one after the other so that the mean of those chosen is
 * as near as possible to the mean of all.
 *
 * <p>The first m chosen are good ones for every m: what is dropped later is dropped from the end.
 */
final class Herding {
  private Herding() {}

  /** The numbers of up to n rows, in the order they are chosen; of equals the first. */
  static int[] of(Tensor features, int n) {
    int rows = features.dim(0);
    int width = features.dim(1);
    float[] x = features.toArray();
    double[] wanted = new double[width];
    for (int i = 0; i < x.length; i++) {
      wanted[i % width] += x[i] / (double) rows;
    }
    double[] sum = new double[width];
    boolean[] taken = new boolean[rows];
    int[] chosen = new int[Math.min(n, rows)];
    for (int k = 0; k < chosen.length; k++) {
      int best = -1;
      double least = Double.POSITIVE_INFINITY;
      for (int i = 0; i < rows; i++) {
        double squares = taken[i] ? Double.NaN : 0;
        for (int d = 0; d < width && !taken[i]; d++) {
          double way = wanted[d] - (sum[d] + x[i * width + d]) / (k + 1);
          squares += way * way;
        }
        if (squares < least || best < 0 && !taken[i]) {
          least = squares;
          best = i;
        }
      }
      chosen[k] = best;
      taken[best] = true;
      for (int d = 0; d < width; d++) {
        sum[d] += x[best * width + d];
      }
    }
    return chosen;
  }
}
