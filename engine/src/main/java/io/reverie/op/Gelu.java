package io.reverie.op;

import static io.reverie.kernel.Kernels.NONLINEAR;

/**
 * The Gaussian error linear unit: y = x · Φ(x), with Φ the normal distribution function (Hendrycks
 * &amp; Gimpel 2016).
 */
public record Gelu() implements Unary {
  @Override
  public void map(int n, float[] x, int xo, float[] y, int yo) {
    NONLINEAR.gelu(n, x, xo, y, yo);
  }

  @Override
  public void gradient(
      int n, float[] x, int xo, float[] y, int yo, float[] dy, int dyo, float[] dx, int dxo) {
    NONLINEAR.geluGradient(n, x, xo, dy, dyo, dx, dxo);
  }
}
