package io.reverie.nn;

import io.reverie.tensor.Rng;
import io.reverie.tensor.Shape;

/**
 * Random orthogonal matrices: a Gaussian matrix made orthogonal row by row (Gram &amp; Schmidt,
 * each row twice, which is as good as Householder's way: Giraud et al. 2005). With rows taken from
 * the Gaussian directly, all orthogonal matrices are equally likely.
 */
final class Orthogonal {
  private Orthogonal() {}

  /** Fills a weight seen as a matrix of its first axis and the rest. */
  static void fill(float[] values, Shape shape, double gain, Rng rng) {
    if (shape.rank() < 2) {
      throw new IllegalArgumentException(
          "an orthogonal weight of shape " + shape + ": two axes or more are needed");
    }
    int rows = shape.dim(0);
    int columns = shape.sizeOf(1, shape.rank());
    boolean tall = rows > columns;
    int count = Math.min(rows, columns);
    int length = Math.max(rows, columns);
    double[][] q = new double[count][length];
    for (int i = 0; i < count; i++) {
      do {
        for (int j = 0; j < length; j++) {
          q[i][j] = rng.nextGaussian();
        }
      } while (!straighten(q, i));
    }
    for (int i = 0; i < count; i++) {
      for (int j = 0; j < length; j++) {
        values[tall ? j * columns + i : i * columns + j] = (float) (gain * q[i][j]);
      }
    }
  }

  /** Makes row i orthogonal to those before it and of length 1; false if nothing is left of it. */
  private static boolean straighten(double[][] q, int i) {
    double before = Math.sqrt(dot(q[i], q[i]));
    for (int pass = 0; pass < 2; pass++) {
      for (int k = 0; k < i; k++) {
        double share = dot(q[i], q[k]);
        for (int j = 0; j < q[i].length; j++) {
          q[i][j] -= share * q[k][j];
        }
      }
    }
    double norm = Math.sqrt(dot(q[i], q[i]));
    for (int j = 0; j < q[i].length; j++) {
      q[i][j] /= norm;
    }
    return norm > 1e-10 * before;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
