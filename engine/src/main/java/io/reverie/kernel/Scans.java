package io.reverie.kernel;

/**
 * Kernels that run along columns, as {@link Folds} does, and leave a number at each place. The
 * plain definitions; each column's sum goes on in double.
 */
public class Scans {
  /** y = the sum of the column's numbers up to each place. */
  public void sum(int count, int length, int step, float[] x, int xo, float[] y, int yo) {
    for (int i = 0; i < count; i++) {
      double sum = 0;
      for (int l = 0, at = i; l < length; l++, at += step) {
        sum += x[xo + at];
        y[yo + at] = (float) sum;
      }
    }
  }

  /** dx += the sum of dy from each place on. */
  public void sumGradient(
      int count, int length, int step, float[] dy, int dyo, float[] dx, int dxo) {
    for (int i = 0; i < count; i++) {
      double sum = 0;
      for (int l = length - 1; l >= 0; l--) {
        int at = i + l * step;
        sum += dy[dyo + at];
        dx[dxo + at] += (float) sum;
      }
    }
  }

  /** y = the product of the column's numbers up to each place. */
  public void product(int count, int length, int step, float[] x, int xo, float[] y, int yo) {
    for (int i = 0; i < count; i++) {
      double product = 1;
      for (int l = 0, at = i; l < length; l++, at += step) {
        product *= x[xo + at];
        y[yo + at] = (float) product;
      }
    }
  }

  /**
   * The gradient of {@link #product}: dx at k += (Π before k) · s(k), where s(k) = dy(k) + x(k+1) ·
   * s(k+1). No division, so zeros do no harm.
   */
  public void productGradient(
      int count,
      int length,
      int step,
      float[] x,
      int xo,
      float[] dy,
      int dyo,
      float[] dx,
      int dxo) {
    double[] before = new double[length];
    for (int i = 0; i < count; i++) {
      double product = 1;
      for (int l = 0, at = xo + i; l < length; l++, at += step) {
        before[l] = product;
        product *= x[at];
      }
      double rest = 0;
      for (int l = length - 1; l >= 0; l--) {
        int at = i + l * step;
        rest += dy[dyo + at];
        dx[dxo + at] += (float) (before[l] * rest);
        rest *= x[xo + at];
      }
    }
  }
}
