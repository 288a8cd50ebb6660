package io.reverie.kernel;

/**
 * Kernels that treat each element by itself, as their plain definitions.
 *
 * <p>A window is an array and an offset. Inputs of two-operand kernels also have a step, 1 or 0:
 * with step 0 the one number at the offset stands for all, which is all that broadcasting needs.
 * Kernels named {@code …Gradient} and {@code add…} add to what is there; the others overwrite it.
 * Output windows may be the same as an input's, but not overlap it otherwise.
 */
public class Pointwise {
  /** y = a + b. */
  public void add(int n, float[] a, int ao, int as, float[] b, int bo, int bs, float[] y, int yo) {
    for (int i = 0; i < n; i++) {
      y[yo + i] = a[ao + i * as] + b[bo + i * bs];
    }
  }

  /** y = a − b. */
  public void subtract(
      int n, float[] a, int ao, int as, float[] b, int bo, int bs, float[] y, int yo) {
    for (int i = 0; i < n; i++) {
      y[yo + i] = a[ao + i * as] - b[bo + i * bs];
    }
  }

  /** y = a · b. */
  public void multiply(
      int n, float[] a, int ao, int as, float[] b, int bo, int bs, float[] y, int yo) {
    for (int i = 0; i < n; i++) {
      y[yo + i] = a[ao + i * as] * b[bo + i * bs];
    }
  }

  /** y = a / b, by IEEE's rules where b is 0. */
  public void divide(
      int n, float[] a, int ao, int as, float[] b, int bo, int bs, float[] y, int yo) {
    for (int i = 0; i < n; i++) {
      y[yo + i] = a[ao + i * as] / b[bo + i * bs];
    }
  }

  /** y = factor · x + shift. */
  public void affine(int n, float factor, float shift, float[] x, int xo, float[] y, int yo) {
    for (int i = 0; i < n; i++) {
      y[yo + i] = factor * x[xo + i] + shift;
    }
  }

  /** y = a + weight · (b − a), exact at both ends. */
  public void lerp(
      int n,
      float weight,
      float[] a,
      int ao,
      int as,
      float[] b,
      int bo,
      int bs,
      float[] y,
      int yo) {
    for (int i = 0; i < n; i++) {
      float from = a[ao + i * as];
      float to = b[bo + i * bs];
      y[yo + i] = weight < 0.5f ? from + weight * (to - from) : to - (1 - weight) * (to - from);
    }
  }

  /** y += factor · x. */
  public void addScaled(int n, float factor, float[] x, int xo, float[] y, int yo) {
    for (int i = 0; i < n; i++) {
      y[yo + i] += factor * x[xo + i];
    }
  }

  /** y += a · b. */
  public void addProduct(int n, float[] a, int ao, float[] b, int bo, float[] y, int yo) {
    for (int i = 0; i < n; i++) {
      y[yo + i] += a[ao + i] * b[bo + i];
    }
  }

  /** y += factor · x². */
  public void addSquares(int n, float factor, float[] x, int xo, float[] y, int yo) {
    for (int i = 0; i < n; i++) {
      y[yo + i] += factor * x[xo + i] * x[xo + i];
    }
  }

  /** Sum of x. Long sums are added up in double, so that a million ones are a million. */
  public double sum(int n, float[] x, int xo) {
    double sum = 0;
    for (int i = 0; i < n; i++) {
      sum += x[xo + i];
    }
    return sum;
  }

  /** Σ a·b. */
  public double dot(int n, float[] a, int ao, float[] b, int bo) {
    double sum = 0;
    for (int i = 0; i < n; i++) {
      sum += (double) a[ao + i] * b[bo + i];
    }
    return sum;
  }

  /** y = max(x, 0); NaN stays NaN. */
  public void relu(int n, float[] x, int xo, float[] y, int yo) {
    for (int i = 0; i < n; i++) {
      y[yo + i] = Math.max(x[xo + i], 0f);
    }
  }

  /** dx += dy where y > 0. */
  public void reluGradient(int n, float[] y, int yo, float[] dy, int dyo, float[] dx, int dxo) {
    for (int i = 0; i < n; i++) {
      if (y[yo + i] > 0) {
        dx[dxo + i] += dy[dyo + i];
      }
    }
  }

  /** y = eˣ. */
  public void exp(int n, float[] x, int xo, float[] y, int yo) {
    for (int i = 0; i < n; i++) {
      y[yo + i] = (float) Math.exp(x[xo + i]);
    }
  }

  /** y = ln x. */
  public void log(int n, float[] x, int xo, float[] y, int yo) {
    for (int i = 0; i < n; i++) {
      y[yo + i] = (float) Math.log(x[xo + i]);
    }
  }

  /** dx += dy / x, the gradient of ln x. */
  public void logGradient(int n, float[] x, int xo, float[] dy, int dyo, float[] dx, int dxo) {
    for (int i = 0; i < n; i++) {
      dx[dxo + i] += dy[dyo + i] / x[xo + i];
    }
  }

  /** y = √x. */
  public void sqrt(int n, float[] x, int xo, float[] y, int yo) {
    for (int i = 0; i < n; i++) {
      y[yo + i] = (float) Math.sqrt(x[xo + i]);
    }
  }

  /** dx += dy / 2y, the gradient of √x. */
  public void sqrtGradient(int n, float[] y, int yo, float[] dy, int dyo, float[] dx, int dxo) {
    for (int i = 0; i < n; i++) {
      dx[dxo + i] += 0.5f * dy[dyo + i] / y[yo + i];
    }
  }

  /** y = x². */
  public void square(int n, float[] x, int xo, float[] y, int yo) {
    for (int i = 0; i < n; i++) {
      y[yo + i] = x[xo + i] * x[xo + i];
    }
  }

  /** dx += 2x · dy, the gradient of x². */
  public void squareGradient(int n, float[] x, int xo, float[] dy, int dyo, float[] dx, int dxo) {
    for (int i = 0; i < n; i++) {
      dx[dxo + i] += 2 * x[xo + i] * dy[dyo + i];
    }
  }

  /** y = 1 / (1 + e⁻ˣ). */
  public void sigmoid(int n, float[] x, int xo, float[] y, int yo) {
    for (int i = 0; i < n; i++) {
      y[yo + i] = (float) (1 / (1 + Math.exp(-x[xo + i])));
    }
  }

  /** dx += dy · y(1 − y), the gradient of the sigmoid. */
  public void sigmoidGradient(int n, float[] y, int yo, float[] dy, int dyo, float[] dx, int dxo) {
    for (int i = 0; i < n; i++) {
      dx[dxo + i] += dy[dyo + i] * y[yo + i] * (1 - y[yo + i]);
    }
  }

  /** y = tanh x. */
  public void tanh(int n, float[] x, int xo, float[] y, int yo) {
    for (int i = 0; i < n; i++) {
      y[yo + i] = (float) Math.tanh(x[xo + i]);
    }
  }

  /** dx += dy · (1 − y²), the gradient of tanh. */
  public void tanhGradient(int n, float[] y, int yo, float[] dy, int dyo, float[] dx, int dxo) {
    for (int i = 0; i < n; i++) {
      dx[dxo + i] += dy[dyo + i] * (1 - y[yo + i] * y[yo + i]);
    }
  }
}
