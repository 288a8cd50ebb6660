package io.reverie.kernel;

/**
 * The activation functions and their gradients, as their plain definitions.
 *
 * <p>Windows and names are as in {@link Pointwise}: {@code …Gradient} adds, the others overwrite.
 */
public class Nonlinear {
  /** √½. */
  static final float ROOT_HALF = (float) Math.sqrt(0.5);

  /** The density of the normal distribution at 0: 1 / √2π. */
  static final float DENSITY_AT_0 = (float) (1 / Math.sqrt(2 * Math.PI));

  /** 2 · √(2/π), and 0.044715 times that: 2u = linear · x + cubic · x³. */
  static final float GELU_LINEAR = (float) (2 * Math.sqrt(2 / Math.PI));

  static final float GELU_CUBIC = (float) (0.044715 * 2 * Math.sqrt(2 / Math.PI));

  /** Beyond this the slope of GELU is 0 or 1, and ∞ · 0 is kept out of it. */
  static final float GELU_FLAT = 13;

  /** y = scale · x where x > 0, scale · alpha · (e^(rate·x) − 1) elsewhere. */
  public void elu(
      int n, float scale, float alpha, float rate, float[] x, int xo, float[] y, int yo) {
    for (int i = 0; i < n; i++) {
      float v = x[xo + i];
      y[yo + i] = v > 0 ? scale * v : (float) (scale * alpha * Math.expm1(rate * v));
    }
  }

  /** dx += dy · scale where x > 0, dy · scale · alpha · rate · e^(rate·x) elsewhere. */
  public void eluGradient(
      int n,
      float scale,
      float alpha,
      float rate,
      float[] x,
      int xo,
      float[] dy,
      int dyo,
      float[] dx,
      int dxo) {
    for (int i = 0; i < n; i++) {
      float v = x[xo + i];
      float g = dy[dyo + i];
      dx[dxo + i] += v > 0 ? g * scale : (float) (g * scale * alpha * rate * Math.exp(rate * v));
    }
  }

  /** y = x · σ(x). */
  public void silu(int n, float[] x, int xo, float[] y, int yo) {
    for (int i = 0; i < n; i++) {
      float v = x[xo + i];
      y[yo + i] = (float) (v * ScalarMath.sigmoid(v));
    }
  }

  /** dx += dy · σ · (1 + x · (1 − σ)) with σ = σ(x). */
  public void siluGradient(int n, float[] x, int xo, float[] dy, int dyo, float[] dx, int dxo) {
    for (int i = 0; i < n; i++) {
      float v = x[xo + i];
      float g = dy[dyo + i];
      dx[dxo + i] += (float) (g * siluSlope(v));
    }
  }

  /** y = x · tanh(ln(1 + eˣ)). */
  public void mish(int n, float[] x, int xo, float[] y, int yo) {
    for (int i = 0; i < n; i++) {
      float v = x[xo + i];
      y[yo + i] = (float) (v * Math.tanh(ScalarMath.softplus(v)));
    }
  }

  /** dx += dy · (t + x · σ(x) · (1 − t²)) with t = tanh(ln(1 + eˣ)). */
  public void mishGradient(int n, float[] x, int xo, float[] dy, int dyo, float[] dx, int dxo) {
    for (int i = 0; i < n; i++) {
      float v = x[xo + i];
      float g = dy[dyo + i];
      dx[dxo + i] += (float) (g * mishSlope(v));
    }
  }

  /** y = ln(1 + e^(beta·x)) / beta; x itself where beta · x > threshold. */
  public void softplus(int n, float beta, float threshold, float[] x, int xo, float[] y, int yo) {
    for (int i = 0; i < n; i++) {
      float v = x[xo + i];
      y[yo + i] = beta * v > threshold ? v : (float) (ScalarMath.softplus(beta * v) / beta);
    }
  }

  /** dx += dy · σ(beta · x); dy itself where beta · x > threshold. */
  public void softplusGradient(
      int n,
      float beta,
      float threshold,
      float[] x,
      int xo,
      float[] dy,
      int dyo,
      float[] dx,
      int dxo) {
    for (int i = 0; i < n; i++) {
      float v = x[xo + i];
      float g = dy[dyo + i];
      dx[dxo + i] += beta * v > threshold ? g : (float) (g * ScalarMath.sigmoid(beta * v));
    }
  }

  /** y = ln σ(x) = −ln(1 + e⁻ˣ). */
  public void logSigmoid(int n, float[] x, int xo, float[] y, int yo) {
    for (int i = 0; i < n; i++) {
      float v = x[xo + i];
      y[yo + i] = (float) -ScalarMath.softplus(-v);
    }
  }

  /** dx += dy · σ(−x), the gradient of ln σ(x). */
  public void logSigmoidGradient(
      int n, float[] x, int xo, float[] dy, int dyo, float[] dx, int dxo) {
    for (int i = 0; i < n; i++) {
      float v = x[xo + i];
      float g = dy[dyo + i];
      dx[dxo + i] += (float) (g * ScalarMath.sigmoid(-v));
    }
  }

  /** y = x · Φ(x), with Φ the normal distribution function (1 + erf(x/√2)) / 2. */
  public void gelu(int n, float[] x, int xo, float[] y, int yo) {
    for (int i = 0; i < n; i++) {
      float v = x[xo + i];
      y[yo + i] = (float) (v * ScalarMath.normal(v));
    }
  }

  /** dx += dy · (Φ(x) + x · φ(x)), with φ the normal density e^−x²/2 / √2π. */
  public void geluGradient(int n, float[] x, int xo, float[] dy, int dyo, float[] dx, int dxo) {
    for (int i = 0; i < n; i++) {
      float v = x[xo + i];
      float g = dy[dyo + i];
      dx[dxo + i] += (float) (g * geluSlope(v));
    }
  }

  /** y = x/2 · (1 + tanh(√(2/π) · (x + 0.044715 x³))), which is x · σ(2u). */
  public void geluTanh(int n, float[] x, int xo, float[] y, int yo) {
    for (int i = 0; i < n; i++) {
      float v = x[xo + i];
      y[yo + i] = (float) (v * ScalarMath.sigmoid(geluLogit(v)));
    }
  }

  /** The gradient of {@link #geluTanh}. */
  public void geluTanhGradient(int n, float[] x, int xo, float[] dy, int dyo, float[] dx, int dxo) {
    for (int i = 0; i < n; i++) {
      float v = x[xo + i];
      float g = dy[dyo + i];
      dx[dxo + i] += (float) (g * geluTanhSlope(v));
    }
  }

  /** y = x − tanh x. */
  public void tanhshrink(int n, float[] x, int xo, float[] y, int yo) {
    for (int i = 0; i < n; i++) {
      float v = x[xo + i];
      y[yo + i] = (float) (v - Math.tanh(v));
    }
  }

  /** dx += dy · tanh² x. */
  public void tanhshrinkGradient(
      int n, float[] x, int xo, float[] dy, int dyo, float[] dx, int dxo) {
    for (int i = 0; i < n; i++) {
      float v = x[xo + i];
      float g = dy[dyo + i];
      dx[dxo + i] += (float) (g * Math.tanh(v) * Math.tanh(v));
    }
  }

  /** y = a · σ(b). */
  public void glu(int n, float[] a, int ao, float[] b, int bo, float[] y, int yo) {
    for (int i = 0; i < n; i++) {
      y[yo + i] = (float) (a[ao + i] * ScalarMath.sigmoid(b[bo + i]));
    }
  }

  /** da += dy · σ(b) and db += dy · a · σ(b)(1 − σ(b)). */
  public void gluGradient(
      int n,
      float[] a,
      int ao,
      float[] b,
      int bo,
      float[] dy,
      int dyo,
      float[] da,
      int dao,
      float[] db,
      int dbo) {
    for (int i = 0; i < n; i++) {
      double s = ScalarMath.sigmoid(b[bo + i]);
      float g = dy[dyo + i];
      da[dao + i] += (float) (g * s);
      db[dbo + i] += (float) (g * (a[ao + i] * s * (1 - s)));
    }
  }

  /** y = a · σ(a) · b. */
  public void swiGlu(int n, float[] a, int ao, float[] b, int bo, float[] y, int yo) {
    for (int i = 0; i < n; i++) {
      float v = a[ao + i];
      y[yo + i] = (float) (v * ScalarMath.sigmoid(v) * b[bo + i]);
    }
  }

  /** da += dy · b · σ(a)(1 + a(1 − σ(a))) and db += dy · a · σ(a). */
  public void swiGluGradient(
      int n,
      float[] a,
      int ao,
      float[] b,
      int bo,
      float[] dy,
      int dyo,
      float[] da,
      int dao,
      float[] db,
      int dbo) {
    for (int i = 0; i < n; i++) {
      float v = a[ao + i];
      float g = dy[dyo + i];
      da[dao + i] += (float) (g * (b[bo + i] * siluSlope(v)));
      db[dbo + i] += (float) (g * (v * ScalarMath.sigmoid(v)));
    }
  }

  private static double siluSlope(double x) {
    double s = ScalarMath.sigmoid(x);
    return s * (1 + x * (1 - s));
  }

  private static double mishSlope(double x) {
    double t = Math.tanh(ScalarMath.softplus(x));
    return t + x * ScalarMath.sigmoid(x) * (1 - t * t);
  }

  private static double geluSlope(float x) {
    double b = Math.clamp(x, -GELU_FLAT, GELU_FLAT);
    return ScalarMath.normal(b) + b * DENSITY_AT_0 * Math.exp(-0.5 * b * b);
  }

  /** 2u, of which tanh-GELU is x times the sigmoid. */
  private static double geluLogit(double x) {
    return x * (GELU_LINEAR + GELU_CUBIC * x * x);
  }

  private static double geluTanhSlope(float x) {
    double b = Math.clamp(x, -GELU_FLAT, GELU_FLAT);
    double s = ScalarMath.sigmoid(geluLogit(b));
    return s * (1 + (1 - s) * b * (GELU_LINEAR + 3 * GELU_CUBIC * b * b));
  }
}
