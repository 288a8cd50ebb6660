package io.reverie.kernel;

/**
 * Kernels that make one number of each column, as their plain definitions.
 *
 * <p>Columns stand one beside the other: {@code count} of them, each {@code length} numbers long
 * that are {@code step} apart. One column with step 1 is a row, so reductions along any axis are
 * one loop. Outputs stand one beside the other as well. Sums are kept in double. Kernels named
 * {@code …Gradient} add to what is there.
 */
public class Folds {
  /** y = the largest of each column; NaN where there is one; −∞ of an empty column. */
  public void max(int count, int length, int step, float[] x, int xo, float[] y, int yo) {
    for (int i = 0; i < count; i++) {
      float max = Float.NEGATIVE_INFINITY;
      for (int l = 0, at = xo + i; l < length; l++, at += step) {
        max = Math.max(max, x[at]);
      }
      y[yo + i] = max;
    }
  }

  /** y = the smallest of each column; NaN where there is one; ∞ of an empty column. */
  public void min(int count, int length, int step, float[] x, int xo, float[] y, int yo) {
    for (int i = 0; i < count; i++) {
      float min = Float.POSITIVE_INFINITY;
      for (int l = 0, at = xo + i; l < length; l++, at += step) {
        min = Math.min(min, x[at]);
      }
      y[yo + i] = min;
    }
  }

  /** dx += dy / ties where x = y: what arrives is shared among equals. NaN where y is NaN. */
  public void extremeGradient(
      int count,
      int length,
      int step,
      float[] x,
      int xo,
      float[] y,
      int yo,
      float[] dy,
      int dyo,
      float[] dx,
      int dxo) {
    for (int i = 0; i < count; i++) {
      float extreme = y[yo + i];
      int ties = 0;
      for (int l = 0, at = xo + i; l < length; l++, at += step) {
        ties += x[at] == extreme ? 1 : 0;
      }
      float share = dy[dyo + i] / ties;
      for (int l = 0, at = i; l < length; l++, at += step) {
        if (x[xo + at] == extreme || ties == 0) {
          dx[dxo + at] += ties == 0 ? Float.NaN : share;
        }
      }
    }
  }

  /** y = the product of each column; 1 of an empty one. */
  public void product(int count, int length, int step, float[] x, int xo, float[] y, int yo) {
    for (int i = 0; i < count; i++) {
      double product = 1;
      for (int l = 0, at = xo + i; l < length; l++, at += step) {
        product *= x[at];
      }
      y[yo + i] = (float) product;
    }
  }

  /** dx += dy times the product of all others of the column: right also where some are 0. */
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
      double after = dy[dyo + i];
      for (int l = length - 1; l >= 0; l--) {
        int at = i + l * step;
        dx[dxo + at] += (float) (before[l] * after);
        after *= x[xo + at];
      }
    }
  }

  /** y = Σ (x − mean)² / freedom of each column. */
  public void variance(
      int count, int length, int step, double freedom, float[] x, int xo, float[] y, int yo) {
    for (int i = 0; i < count; i++) {
      double mean = mean(length, step, x, xo + i);
      double sum = 0;
      for (int l = 0, at = xo + i; l < length; l++, at += step) {
        double deviation = x[at] - mean;
        sum += deviation * deviation;
      }
      y[yo + i] = (float) (sum / freedom);
    }
  }

  /** dx += dy · 2 (x − mean) / freedom, the gradient of the variance. */
  public void varianceGradient(
      int count,
      int length,
      int step,
      double freedom,
      float[] x,
      int xo,
      float[] dy,
      int dyo,
      float[] dx,
      int dxo) {
    for (int i = 0; i < count; i++) {
      double mean = mean(length, step, x, xo + i);
      double factor = 2 * dy[dyo + i] / freedom;
      for (int l = 0, at = i; l < length; l++, at += step) {
        dx[dxo + at] += (float) (factor * (x[xo + at] - mean));
      }
    }
  }

  /** The mean of one column. */
  protected double mean(int length, int step, float[] x, int xo) {
    double sum = 0;
    for (int l = 0, at = xo; l < length; l++, at += step) {
      sum += x[at];
    }
    return sum / length;
  }

  /** y = (Σ |x|ᵖ)^(1/p) of each column, for finite p other than 0. */
  public void norm(
      int count, int length, int step, double p, float[] x, int xo, float[] y, int yo) {
    for (int i = 0; i < count; i++) {
      double sum = 0;
      for (int l = 0, at = xo + i; l < length; l++, at += step) {
        sum += p == 2 ? (double) x[at] * x[at] : p == 1 ? Math.abs(x[at]) : power(x[at], p);
      }
      y[yo + i] = (float) (p == 2 ? Math.sqrt(sum) : p == 1 ? sum : Math.pow(sum, 1 / p));
    }
  }

  private static double power(double x, double p) {
    return Math.pow(Math.abs(x), p);
  }

  /** dx += dy · sign(x) (|x| / y)ᵖ⁻¹, the gradient of the p-norm; 0 where x or y is 0. */
  public void normGradient(
      int count,
      int length,
      int step,
      double p,
      float[] x,
      int xo,
      float[] y,
      int yo,
      float[] dy,
      int dyo,
      float[] dx,
      int dxo) {
    for (int i = 0; i < count; i++) {
      double norm = y[yo + i];
      for (int l = 0, at = i; l < length; l++, at += step) {
        float value = x[xo + at];
        if (value != 0 && norm != 0) {
          double slope = p == 2 ? Math.abs(value) / norm : power(value / norm, p - 1);
          dx[dxo + at] += (float) (dy[dyo + i] * Math.signum(value) * (p == 1 ? 1 : slope));
        }
      }
    }
  }

  /** y = the largest |x| of each column; 0 of an empty one. */
  public void maxAbsolute(int count, int length, int step, float[] x, int xo, float[] y, int yo) {
    for (int i = 0; i < count; i++) {
      float max = 0;
      for (int l = 0, at = xo + i; l < length; l++, at += step) {
        max = Math.max(max, Math.abs(x[at]));
      }
      y[yo + i] = max;
    }
  }

  /** dx += sign(x) · dy / ties where |x| = y. */
  public void maxAbsoluteGradient(
      int count,
      int length,
      int step,
      float[] x,
      int xo,
      float[] y,
      int yo,
      float[] dy,
      int dyo,
      float[] dx,
      int dxo) {
    for (int i = 0; i < count; i++) {
      int ties = 0;
      for (int l = 0, at = xo + i; l < length; l++, at += step) {
        ties += Math.abs(x[at]) == y[yo + i] ? 1 : 0;
      }
      float share = dy[dyo + i] / ties;
      for (int l = 0, at = i; l < length; l++, at += step) {
        if (Math.abs(x[xo + at]) == y[yo + i]) {
          dx[dxo + at] += Math.signum(x[xo + at]) * share;
        }
      }
    }
  }

  /** y = log Σ eˣ of each column, the largest taken off first; −∞ of an empty one. */
  public void logSumExp(int count, int length, int step, float[] x, int xo, float[] y, int yo) {
    max(count, length, step, x, xo, y, yo);
    for (int i = 0; i < count; i++) {
      float max = y[yo + i];
      if (!Float.isInfinite(max)) {
        double sum = 0;
        for (int l = 0, at = xo + i; l < length; l++, at += step) {
          sum += Math.exp(x[at] - max);
        }
        y[yo + i] = (float) (max + Math.log(sum));
      }
    }
  }

  /** dx += dy · e^(x−y), the gradient of log Σ eˣ. */
  public void logSumExpGradient(
      int count,
      int length,
      int step,
      float[] x,
      int xo,
      float[] y,
      int yo,
      float[] dy,
      int dyo,
      float[] dx,
      int dxo) {
    for (int l = 0; l < length; l++) {
      int at = l * step;
      for (int i = 0; i < count; i++) {
        dx[dxo + at + i] += dy[dyo + i] * (float) Math.exp(x[xo + at + i] - y[yo + i]);
      }
    }
  }
}
