package io.reverie.kernel;

/**
 * The elementary functions of each element, as their plain definitions.
 *
 * <p>Windows and names are as in {@link Pointwise}: {@code …Gradient} adds, the others overwrite.
 */
public class Elementary {
  static final float LN_2 = (float) Math.log(2);
  static final float LN_10 = (float) Math.log(10);
  static final float TWO_BY_ROOT_PI = (float) (2 / Math.sqrt(Math.PI));

  /** y = 1 / x, by IEEE's rules at 0. */
  public void reciprocal(int n, float[] x, int xo, float[] y, int yo) {
    for (int i = 0; i < n; i++) {
      float v = x[xo + i];
      y[yo + i] = 1 / v;
    }
  }

  /** dx −= dy · y², the gradient of 1 / x. */
  public void reciprocalGradient(
      int n, float[] y, int yo, float[] dy, int dyo, float[] dx, int dxo) {
    for (int i = 0; i < n; i++) {
      float v = y[yo + i];
      float g = dy[dyo + i];
      dx[dxo + i] += -g * v * v;
    }
  }

  /** y = 1 / √x. */
  public void rsqrt(int n, float[] x, int xo, float[] y, int yo) {
    for (int i = 0; i < n; i++) {
      float v = x[xo + i];
      y[yo + i] = (float) (1 / Math.sqrt(v));
    }
  }

  /** dx −= dy · y³ / 2, the gradient of 1 / √x. */
  public void rsqrtGradient(int n, float[] y, int yo, float[] dy, int dyo, float[] dx, int dxo) {
    for (int i = 0; i < n; i++) {
      float v = y[yo + i];
      float g = dy[dyo + i];
      dx[dxo + i] += -0.5f * g * v * v * v;
    }
  }

  /** y = 2ˣ. */
  public void exp2(int n, float[] x, int xo, float[] y, int yo) {
    for (int i = 0; i < n; i++) {
      float v = x[xo + i];
      y[yo + i] = (float) Math.pow(2, v);
    }
  }

  /** dx += dy · y · ln 2, the gradient of 2ˣ. */
  public void exp2Gradient(int n, float[] y, int yo, float[] dy, int dyo, float[] dx, int dxo) {
    for (int i = 0; i < n; i++) {
      float v = y[yo + i];
      float g = dy[dyo + i];
      dx[dxo + i] += g * v * LN_2;
    }
  }

  /** y = eˣ − 1, without loss near 0. */
  public void expm1(int n, float[] x, int xo, float[] y, int yo) {
    for (int i = 0; i < n; i++) {
      float v = x[xo + i];
      y[yo + i] = (float) Math.expm1(v);
    }
  }

  /** dx += dy · (y + 1), the gradient of eˣ − 1. */
  public void expm1Gradient(int n, float[] y, int yo, float[] dy, int dyo, float[] dx, int dxo) {
    for (int i = 0; i < n; i++) {
      float v = y[yo + i];
      float g = dy[dyo + i];
      dx[dxo + i] += g * (v + 1);
    }
  }

  /** y = ln(1 + x), without loss near 0. */
  public void log1p(int n, float[] x, int xo, float[] y, int yo) {
    for (int i = 0; i < n; i++) {
      float v = x[xo + i];
      y[yo + i] = (float) Math.log1p(v);
    }
  }

  /** dx += dy / (1 + x), the gradient of ln(1 + x). */
  public void log1pGradient(int n, float[] x, int xo, float[] dy, int dyo, float[] dx, int dxo) {
    for (int i = 0; i < n; i++) {
      float v = x[xo + i];
      float g = dy[dyo + i];
      dx[dxo + i] += g / (1 + v);
    }
  }

  /** y = log₂ x; whole where x is a power of two. */
  public void log2(int n, float[] x, int xo, float[] y, int yo) {
    for (int i = 0; i < n; i++) {
      float v = x[xo + i];
      y[yo + i] = (float) (Math.log(v) / Math.log(2));
    }
  }

  /** dx += dy / (x · ln 2), the gradient of log₂ x. */
  public void log2Gradient(int n, float[] x, int xo, float[] dy, int dyo, float[] dx, int dxo) {
    for (int i = 0; i < n; i++) {
      float v = x[xo + i];
      float g = dy[dyo + i];
      dx[dxo + i] += g / (v * LN_2);
    }
  }

  /** y = log₁₀ x. */
  public void log10(int n, float[] x, int xo, float[] y, int yo) {
    for (int i = 0; i < n; i++) {
      float v = x[xo + i];
      y[yo + i] = (float) Math.log10(v);
    }
  }

  /** dx += dy / (x · ln 10), the gradient of log₁₀ x. */
  public void log10Gradient(int n, float[] x, int xo, float[] dy, int dyo, float[] dx, int dxo) {
    for (int i = 0; i < n; i++) {
      float v = x[xo + i];
      float g = dy[dyo + i];
      dx[dxo + i] += g / (v * LN_10);
    }
  }

  /** y = sin x. */
  public void sin(int n, float[] x, int xo, float[] y, int yo) {
    for (int i = 0; i < n; i++) {
      float v = x[xo + i];
      y[yo + i] = (float) Math.sin(v);
    }
  }

  /** dx += dy · cos x, the gradient of sin x. */
  public void sinGradient(int n, float[] x, int xo, float[] dy, int dyo, float[] dx, int dxo) {
    for (int i = 0; i < n; i++) {
      float v = x[xo + i];
      float g = dy[dyo + i];
      dx[dxo + i] += g * (float) Math.cos(v);
    }
  }

  /** y = cos x. */
  public void cos(int n, float[] x, int xo, float[] y, int yo) {
    for (int i = 0; i < n; i++) {
      float v = x[xo + i];
      y[yo + i] = (float) Math.cos(v);
    }
  }

  /** dx −= dy · sin x, the gradient of cos x. */
  public void cosGradient(int n, float[] x, int xo, float[] dy, int dyo, float[] dx, int dxo) {
    for (int i = 0; i < n; i++) {
      float v = x[xo + i];
      float g = dy[dyo + i];
      dx[dxo + i] += -g * (float) Math.sin(v);
    }
  }

  /** y = tan x. */
  public void tan(int n, float[] x, int xo, float[] y, int yo) {
    for (int i = 0; i < n; i++) {
      float v = x[xo + i];
      y[yo + i] = (float) Math.tan(v);
    }
  }

  /** dx += dy · (1 + y²), the gradient of tan x. */
  public void tanGradient(int n, float[] y, int yo, float[] dy, int dyo, float[] dx, int dxo) {
    for (int i = 0; i < n; i++) {
      float v = y[yo + i];
      float g = dy[dyo + i];
      dx[dxo + i] += g * (1 + v * v);
    }
  }

  /** y = arctan x. */
  public void atan(int n, float[] x, int xo, float[] y, int yo) {
    for (int i = 0; i < n; i++) {
      float v = x[xo + i];
      y[yo + i] = (float) Math.atan(v);
    }
  }

  /** dx += dy / (1 + x²), the gradient of arctan x. */
  public void atanGradient(int n, float[] x, int xo, float[] dy, int dyo, float[] dx, int dxo) {
    for (int i = 0; i < n; i++) {
      float v = x[xo + i];
      float g = dy[dyo + i];
      dx[dxo + i] += g / (1 + v * v);
    }
  }

  /** y = erf x = 2/√π · ∫₀ˣ e^−t² dt. */
  public void erf(int n, float[] x, int xo, float[] y, int yo) {
    for (int i = 0; i < n; i++) {
      float v = x[xo + i];
      y[yo + i] = (float) ScalarMath.erf(v);
    }
  }

  /** dx += dy · 2/√π · e^−x², the gradient of erf x. */
  public void erfGradient(int n, float[] x, int xo, float[] dy, int dyo, float[] dx, int dxo) {
    for (int i = 0; i < n; i++) {
      float v = x[xo + i];
      float g = dy[dyo + i];
      dx[dxo + i] += g * TWO_BY_ROOT_PI * (float) Math.exp(-v * v);
    }
  }

  /** y = x to the power of the exponent. */
  public void power(int n, float exponent, float[] x, int xo, float[] y, int yo) {
    for (int i = 0; i < n; i++) {
      y[yo + i] = (float) Math.pow(x[xo + i], exponent);
    }
  }

  /** dx += dy · e · x^(e − 1), the gradient of xᵉ; nothing where e is 0. */
  public void powerGradient(
      int n, float exponent, float[] x, int xo, float[] dy, int dyo, float[] dx, int dxo) {
    for (int i = 0; exponent != 0 && i < n; i++) {
      dx[dxo + i] += (float) (dy[dyo + i] * exponent * Math.pow(x[xo + i], exponent - 1.0));
    }
  }

  /** y = aᵇ. */
  public void pow(int n, float[] a, int ao, int as, float[] b, int bo, int bs, float[] y, int yo) {
    for (int i = 0; i < n; i++) {
      float u = a[ao + i * as];
      float v = b[bo + i * bs];
      y[yo + i] = (float) Math.pow(u, v);
    }
  }

  /** t = dy · b · a^(b − 1), the part of aᵇ that comes by a; 0 where b is 0. */
  public void powByBase(
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
      t[to + i] = v == 0 ? 0 : (float) (dy[dyo + i] * v * Math.pow(u, v - 1.0));
    }
  }

  /** t = dy · aᵇ · ln a, the part of aᵇ that comes by b; 0 where a is 0 and b is not below. */
  public void powByExponent(
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
      t[to + i] = u == 0 && v >= 0 ? 0 : (float) (dy[dyo + i] * Math.pow(u, v) * Math.log(u));
    }
  }
}
