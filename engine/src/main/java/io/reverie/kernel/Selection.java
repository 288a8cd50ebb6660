package io.reverie.kernel;

/**
 * Kernels that choose: larger and smaller, bounds, comparisons and masks, as plain definitions.
 *
 * <p>Windows, steps and names are as in {@link Pointwise}. A mask is made of 1 and 0; where one is
 * read, everything but 0 counts as set.
 */
public class Selection {
  /** y = max(a, b); NaN where either is. */
  public void maximum(
      int n, float[] a, int ao, int as, float[] b, int bo, int bs, float[] y, int yo) {
    for (int i = 0; i < n; i++) {
      float u = a[ao + i * as];
      float v = b[bo + i * bs];
      y[yo + i] = Math.max(u, v);
    }
  }

  /** y = min(a, b); NaN where either is. */
  public void minimum(
      int n, float[] a, int ao, int as, float[] b, int bo, int bs, float[] y, int yo) {
    for (int i = 0; i < n; i++) {
      float u = a[ao + i * as];
      float v = b[bo + i * bs];
      y[yo + i] = Math.min(u, v);
    }
  }

  /** t = dy where a &gt; b, half of it where they are equal, 0 where a &lt; b. */
  public void passLarger(
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
      t[to + i] = u < v ? 0 : u == v ? dy[dyo + i] / 2 : dy[dyo + i];
    }
  }

  /** t = dy where a &lt; b, 0 elsewhere. */
  public void passLess(
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
      t[to + i] = u < v ? dy[dyo + i] : 0;
    }
  }

  /** t = dy where a ≤ b, 0 elsewhere. */
  public void passLessOrEqual(
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
      t[to + i] = u <= v ? dy[dyo + i] : 0;
    }
  }

  /** y = x, but not below low nor above high; NaN stays NaN. */
  public void clamp(int n, float low, float high, float[] x, int xo, float[] y, int yo) {
    for (int i = 0; i < n; i++) {
      float v = x[xo + i];
      y[yo + i] = Math.min(Math.max(v, low), high);
    }
  }

  /** dx += dy where low ≤ x ≤ high. */
  public void clampGradient(
      int n, float low, float high, float[] x, int xo, float[] dy, int dyo, float[] dx, int dxo) {
    for (int i = 0; i < n; i++) {
      float v = x[xo + i];
      float g = dy[dyo + i];
      dx[dxo + i] += v >= low && v <= high ? g : 0;
    }
  }

  /** y = 1 where a = b, 0 elsewhere. */
  public void equal(
      int n, float[] a, int ao, int as, float[] b, int bo, int bs, float[] y, int yo) {
    for (int i = 0; i < n; i++) {
      float u = a[ao + i * as];
      float v = b[bo + i * bs];
      y[yo + i] = u == v ? 1 : 0;
    }
  }

  /** y = 1 where a ≠ b, 0 elsewhere. */
  public void differ(
      int n, float[] a, int ao, int as, float[] b, int bo, int bs, float[] y, int yo) {
    for (int i = 0; i < n; i++) {
      float u = a[ao + i * as];
      float v = b[bo + i * bs];
      y[yo + i] = u != v ? 1 : 0;
    }
  }

  /** y = 1 where a &lt; b, 0 elsewhere. */
  public void less(int n, float[] a, int ao, int as, float[] b, int bo, int bs, float[] y, int yo) {
    for (int i = 0; i < n; i++) {
      float u = a[ao + i * as];
      float v = b[bo + i * bs];
      y[yo + i] = u < v ? 1 : 0;
    }
  }

  /** y = 1 where a ≤ b, 0 elsewhere. */
  public void lessOrEqual(
      int n, float[] a, int ao, int as, float[] b, int bo, int bs, float[] y, int yo) {
    for (int i = 0; i < n; i++) {
      float u = a[ao + i * as];
      float v = b[bo + i * bs];
      y[yo + i] = u <= v ? 1 : 0;
    }
  }

  /** y = 1 where a and b are set, 0 elsewhere. */
  public void both(int n, float[] a, int ao, int as, float[] b, int bo, int bs, float[] y, int yo) {
    for (int i = 0; i < n; i++) {
      float u = a[ao + i * as];
      float v = b[bo + i * bs];
      y[yo + i] = u != 0 && v != 0 ? 1 : 0;
    }
  }

  /** y = 1 where a or b is set, 0 elsewhere. */
  public void either(
      int n, float[] a, int ao, int as, float[] b, int bo, int bs, float[] y, int yo) {
    for (int i = 0; i < n; i++) {
      float u = a[ao + i * as];
      float v = b[bo + i * bs];
      y[yo + i] = u != 0 || v != 0 ? 1 : 0;
    }
  }

  /** y = 1 where x is 0, 0 elsewhere. */
  public void not(int n, float[] x, int xo, float[] y, int yo) {
    for (int i = 0; i < n; i++) {
      float v = x[xo + i];
      y[yo + i] = v == 0 ? 1 : 0;
    }
  }

  /** y = 1 where x ≥ 0, 0 elsewhere. */
  public void step(int n, float[] x, int xo, float[] y, int yo) {
    for (int i = 0; i < n; i++) {
      float v = x[xo + i];
      y[yo + i] = v >= 0 ? 1 : 0;
    }
  }

  /** y = 1 where x is not a number, 0 elsewhere. */
  public void isNan(int n, float[] x, int xo, float[] y, int yo) {
    for (int i = 0; i < n; i++) {
      float v = x[xo + i];
      y[yo + i] = Float.isNaN(v) ? 1 : 0;
    }
  }

  /** y = 1 where x is a number and not infinite, 0 elsewhere. */
  public void isFinite(int n, float[] x, int xo, float[] y, int yo) {
    for (int i = 0; i < n; i++) {
      float v = x[xo + i];
      y[yo + i] = Float.isFinite(v) ? 1 : 0;
    }
  }

  /** y = x where the mask is set (or, if not wanted, where it is not); the rest of y is left. */
  public void put(
      int n,
      boolean wanted,
      float[] mask,
      int mo,
      int ms,
      float[] x,
      int xo,
      int xs,
      float[] y,
      int yo) {
    for (int i = 0; i < n; i++) {
      if ((mask[mo + i * ms] != 0) == wanted) {
        y[yo + i] = x[xo + i * xs];
      }
    }
  }

  /** t = dy where the mask is set (or, if not wanted, where it is not), 0 elsewhere. */
  public void pass(
      int n, boolean wanted, float[] mask, int mo, int ms, float[] dy, int dyo, float[] t, int to) {
    for (int i = 0; i < n; i++) {
      t[to + i] = (mask[mo + i * ms] != 0) == wanted ? dy[dyo + i] : 0;
    }
  }
}
