package io.reverie.kernel;

import io.reverie.tensor.Nullable;

/**
 * Kernels of normalisation, as their plain definitions: means, deviations, and the passes that use
 * them.
 *
 * <p>Most work on runs: {@code runs} stretches of {@code n} numbers that begin {@code stride}
 * apart. A channel of a batch of images is such a thing, a row or a group is a single run. The mean
 * is a {@code double}, and the deviation {@code x − mean} is taken before anything is squared, so
 * that numbers around ten thousand lose nothing.
 */
public class Norms {
  /** The mean of all runs; NaN of nothing. */
  public double mean(int runs, int stride, int n, float[] x, int xo) {
    double sum = 0;
    for (int r = 0; r < runs; r++) {
      for (int i = xo + r * stride; i < xo + r * stride + n; i++) {
        sum += x[i];
      }
    }
    return sum / ((double) runs * n);
  }

  /** Σ (x − mean)². */
  public double squares(int runs, int stride, int n, float[] x, int xo, double mean) {
    double sum = 0;
    for (int r = 0; r < runs; r++) {
      for (int i = xo + r * stride; i < xo + r * stride + n; i++) {
        sum += (x[i] - mean) * (x[i] - mean);
      }
    }
    return sum;
  }

  /**
   * The mean of a row and its mean square deviation from that; where it is not {@code centred}, 0
   * and the mean square.
   *
   * @param to the two
   */
  public void moments(int n, boolean centred, float[] x, int xo, double[] to) {
    double mean = centred ? mean(1, 0, n, x, xo) : 0;
    to[0] = mean;
    to[1] = squares(1, 0, n, x, xo, mean) / n;
  }

  /** y = (x − mean) · scale + shift; x and y lie alike. */
  public void scale(
      int runs,
      int stride,
      int n,
      float[] x,
      int xo,
      double mean,
      float scale,
      float shift,
      float[] y,
      int yo) {
    for (int r = 0; r < runs; r++) {
      int at = r * stride;
      for (int i = at; i < at + n; i++) {
        y[yo + i] = (float) (x[xo + i] - mean) * scale + shift;
      }
    }
  }

  /** Σ dy. */
  public double sum(int runs, int stride, int n, float[] dy, int dyo) {
    double sum = 0;
    for (int r = 0; r < runs; r++) {
      sum += Kernels.POINTWISE.sum(n, dy, dyo + r * stride);
    }
    return sum;
  }

  /** Σ dy · (x − mean); x and dy lie alike. */
  public double dot(
      int runs, int stride, int n, float[] dy, int dyo, float[] x, int xo, double mean) {
    double sum = 0;
    for (int r = 0; r < runs; r++) {
      int at = r * stride;
      for (int i = at; i < at + n; i++) {
        sum += dy[dyo + i] * (x[xo + i] - mean);
      }
    }
    return sum;
  }

  /** dx += a · dy + b · (x − mean) + c: what the gradient of every norm comes to. */
  public void addGradient(
      int runs,
      int stride,
      int n,
      float a,
      float[] dy,
      int dyo,
      float b,
      float[] x,
      int xo,
      double mean,
      float c,
      float[] dx,
      int dxo) {
    for (int r = 0; r < runs; r++) {
      int at = r * stride;
      for (int i = at; i < at + n; i++) {
        dx[dxo + i] += a * dy[dyo + i] + (b * (float) (x[xo + i] - mean) + c);
      }
    }
  }

  /** dx = a · dy + b · (x − mean) + c: {@link #addGradient} where nothing was before. */
  public void setGradient(
      int runs,
      int stride,
      int n,
      float a,
      float[] dy,
      int dyo,
      float b,
      float[] x,
      int xo,
      double mean,
      float c,
      float[] dx,
      int dxo) {
    for (int r = 0; r < runs; r++) {
      int at = r * stride;
      for (int i = at; i < at + n; i++) {
        dx[dxo + i] = a * dy[dyo + i] + (b * (float) (x[xo + i] - mean) + c);
      }
    }
  }

  /** y = (x − mean) · inverse · w + b for one row; without b if there is none. */
  public void scaleRow(
      int n,
      float[] x,
      int xo,
      double mean,
      float inverse,
      float[] w,
      int wo,
      float @Nullable [] b,
      int bo,
      float[] y,
      int yo) {
    for (int i = 0; i < n; i++) {
      float value = (float) (x[xo + i] - mean) * inverse * w[wo + i];
      y[yo + i] = b == null ? value : value + b[bo + i];
    }
  }

  /**
   * dx += inverse · (g − [mean of g] − x̂ · mean of g·x̂), where g = dy · w and x̂ = (x − mean) ·
   * inverse: the gradient of {@link #scaleRow}. The mean of g belongs to it if the mean was taken
   * off x ({@code centred}).
   */
  public void addRowGradient(
      int n,
      boolean centred,
      float[] x,
      int xo,
      double mean,
      float inverse,
      float[] w,
      int wo,
      float[] dy,
      int dyo,
      float[] dx,
      int dxo) {
    double sum = 0;
    double dot = 0;
    for (int i = 0; i < n; i++) {
      double g = (double) dy[dyo + i] * w[wo + i];
      sum += g;
      dot += g * (x[xo + i] - mean);
    }
    float b = (float) (-dot * inverse * inverse * inverse / n);
    float c = centred ? (float) (-sum * inverse / n) : 0;
    for (int i = 0; i < n; i++) {
      float g = dy[dyo + i] * w[wo + i];
      dx[dxo + i] += inverse * g + (b * (float) (x[xo + i] - mean) + c);
    }
  }

  /** dw += dy · (x − mean) · inverse for one row. */
  public void addWeightGradient(
      int n,
      float[] x,
      int xo,
      double mean,
      float inverse,
      float[] dy,
      int dyo,
      float[] dw,
      int dwo) {
    for (int i = 0; i < n; i++) {
      dw[dwo + i] += dy[dyo + i] * ((float) (x[xo + i] - mean) * inverse);
    }
  }
}
