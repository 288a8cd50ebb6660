package io.reverie.kernel;

/**
 * Functions that are put together from pieces, as their plain definitions: roundings, cut-offs,
 * bends.
 *
 * <p>Windows and names are as in {@link Pointwise}: {@code …Gradient} adds, the others overwrite.
 */
public class Piecewise {
  /** y = x where x > 0, slope · x elsewhere. */
  public void leakyRelu(int n, float slope, float[] x, int xo, float[] y, int yo) {
    for (int i = 0; i < n; i++) {
      float v = x[xo + i];
      y[yo + i] = v > 0 ? v : slope * v;
    }
  }

  /** dx += dy where x > 0, slope · dy elsewhere. */
  public void leakyReluGradient(
      int n, float slope, float[] x, int xo, float[] dy, int dyo, float[] dx, int dxo) {
    for (int i = 0; i < n; i++) {
      float v = x[xo + i];
      float g = dy[dyo + i];
      dx[dxo + i] += v > 0 ? g : slope * g;
    }
  }

  /** y = x/6 + 1/2, cut off at 0 and 1. */
  public void hardSigmoid(int n, float[] x, int xo, float[] y, int yo) {
    for (int i = 0; i < n; i++) {
      float v = x[xo + i];
      y[yo + i] = Math.clamp(v + 3, 0f, 6f) / 6;
    }
  }

  /** dx += dy / 6 where |x| is below 3. */
  public void hardSigmoidGradient(
      int n, float[] x, int xo, float[] dy, int dyo, float[] dx, int dxo) {
    for (int i = 0; i < n; i++) {
      float v = x[xo + i];
      float g = dy[dyo + i];
      dx[dxo + i] += v > -3 && v < 3 ? g / 6 : 0;
    }
  }

  /** y = x · (x/6 + 1/2, cut off at 0 and 1). */
  public void hardSwish(int n, float[] x, int xo, float[] y, int yo) {
    for (int i = 0; i < n; i++) {
      float v = x[xo + i];
      y[yo + i] = v * Math.clamp(v + 3, 0f, 6f) / 6;
    }
  }

  /** dx += dy · (x/3 + 1/2) where |x| is below 3, dy above that, 0 below. */
  public void hardSwishGradient(
      int n, float[] x, int xo, float[] dy, int dyo, float[] dx, int dxo) {
    for (int i = 0; i < n; i++) {
      float v = x[xo + i];
      float g = dy[dyo + i];
      dx[dxo + i] += v <= -3 ? 0 : v < 3 ? g * (v / 3 + 0.5f) : g;
    }
  }

  /** y = x / (1 + |x|). */
  public void softsign(int n, float[] x, int xo, float[] y, int yo) {
    for (int i = 0; i < n; i++) {
      float v = x[xo + i];
      y[yo + i] = v / (1 + Math.abs(v));
    }
  }

  /** dx += dy / (1 + |x|)². */
  public void softsignGradient(int n, float[] x, int xo, float[] dy, int dyo, float[] dx, int dxo) {
    for (int i = 0; i < n; i++) {
      float v = x[xo + i];
      float g = dy[dyo + i];
      dx[dxo + i] += g / (1 + Math.abs(v)) / (1 + Math.abs(v));
    }
  }

  /** y = x moved towards 0 by lambda, and 0 where it is not further away. */
  public void softshrink(int n, float lambda, float[] x, int xo, float[] y, int yo) {
    for (int i = 0; i < n; i++) {
      float v = x[xo + i];
      y[yo + i] = v > lambda ? v - lambda : v < -lambda ? v + lambda : v * 0;
    }
  }

  /** y = x, and 0 where |x| ≤ lambda. */
  public void hardshrink(int n, float lambda, float[] x, int xo, float[] y, int yo) {
    for (int i = 0; i < n; i++) {
      float v = x[xo + i];
      y[yo + i] = Math.abs(v) <= lambda ? 0 : v;
    }
  }

  /** dx += dy where not |x| ≤ lambda: the gradient of both shrinks. */
  public void shrinkGradient(
      int n, float lambda, float[] x, int xo, float[] dy, int dyo, float[] dx, int dxo) {
    for (int i = 0; i < n; i++) {
      float v = x[xo + i];
      float g = dy[dyo + i];
      dx[dxo + i] += Math.abs(v) <= lambda ? 0 : g;
    }
  }

  /** y = value where x ≤ threshold, x elsewhere. */
  public void threshold(int n, float threshold, float value, float[] x, int xo, float[] y, int yo) {
    for (int i = 0; i < n; i++) {
      float v = x[xo + i];
      y[yo + i] = v <= threshold ? value : v;
    }
  }

  /** dx += dy where not x ≤ threshold. */
  public void thresholdGradient(
      int n, float threshold, float[] x, int xo, float[] dy, int dyo, float[] dx, int dxo) {
    for (int i = 0; i < n; i++) {
      float v = x[xo + i];
      float g = dy[dyo + i];
      dx[dxo + i] += v <= threshold ? 0 : g;
    }
  }

  /** y = |x|. */
  public void abs(int n, float[] x, int xo, float[] y, int yo) {
    for (int i = 0; i < n; i++) {
      float v = x[xo + i];
      y[yo + i] = Math.abs(v);
    }
  }

  /** dx += dy · sign x, with 0 at 0. */
  public void absGradient(int n, float[] x, int xo, float[] dy, int dyo, float[] dx, int dxo) {
    for (int i = 0; i < n; i++) {
      float v = x[xo + i];
      float g = dy[dyo + i];
      dx[dxo + i] += g * Math.signum(v);
    }
  }

  /** y: the next whole number at or below x. */
  public void floor(int n, float[] x, int xo, float[] y, int yo) {
    for (int i = 0; i < n; i++) {
      float v = x[xo + i];
      y[yo + i] = (float) Math.floor(v);
    }
  }

  /** y: the next whole number at or above x. */
  public void ceil(int n, float[] x, int xo, float[] y, int yo) {
    for (int i = 0; i < n; i++) {
      float v = x[xo + i];
      y[yo + i] = (float) Math.ceil(v);
    }
  }

  /** y: the nearest whole number, of two the even one. */
  public void round(int n, float[] x, int xo, float[] y, int yo) {
    for (int i = 0; i < n; i++) {
      float v = x[xo + i];
      y[yo + i] = (float) Math.rint(v);
    }
  }

  /** y: x without its fraction. */
  public void trunc(int n, float[] x, int xo, float[] y, int yo) {
    for (int i = 0; i < n; i++) {
      float v = x[xo + i];
      y[yo + i] = (float) (v < 0 ? Math.ceil(v) : Math.floor(v));
    }
  }

  /** y: −1, 0 or 1; NaN stays NaN. */
  public void sign(int n, float[] x, int xo, float[] y, int yo) {
    for (int i = 0; i < n; i++) {
      float v = x[xo + i];
      y[yo + i] = Math.signum(v);
    }
  }

  /** dx += dy strictly between low and high: nothing at the bounds, unlike a clamp. */
  public void hardTanhGradient(
      int n, float low, float high, float[] x, int xo, float[] dy, int dyo, float[] dx, int dxo) {
    for (int i = 0; i < n; i++) {
      float v = x[xo + i];
      dx[dxo + i] += v > low && v < high ? dy[dyo + i] : 0;
    }
  }

  /** y = a where a > 0, a · b elsewhere. */
  public void prelu(
      int n, float[] a, int ao, int as, float[] b, int bo, int bs, float[] y, int yo) {
    for (int i = 0; i < n; i++) {
      float u = a[ao + i * as];
      float v = b[bo + i * bs];
      y[yo + i] = u > 0 ? u : u * v;
    }
  }

  /** t = dy where a > 0, dy · b elsewhere. */
  public void preluByInput(
      int n,
      float[] dy,
      int dyo,
      float[] a,
      int ao,
      int as,
      float[] b,
      int bo,
      int bs,
      float[] t,
      int to) {
    for (int i = 0; i < n; i++) {
      float u = a[ao + i * as];
      float v = b[bo + i * bs];
      t[to + i] = u > 0 ? dy[dyo + i] : dy[dyo + i] * v;
    }
  }

  /** t = 0 where a > 0, dy · a elsewhere. */
  public void preluBySlope(
      int n, float[] dy, int dyo, float[] a, int ao, int as, float[] t, int to) {
    for (int i = 0; i < n; i++) {
      float u = a[ao + i * as];
      t[to + i] = u > 0 ? 0 : dy[dyo + i] * u;
    }
  }
}
