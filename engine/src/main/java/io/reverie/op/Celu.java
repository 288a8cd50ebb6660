package io.reverie.op;

import static io.reverie.kernel.Kernels.NONLINEAR;

/**
 * The continuously differentiable ELU: x where x > 0, alpha · (e^(x/alpha) − 1) elsewhere (Barron
 * 2017).
 */
public record Celu(float alpha) implements Unary {
  /** Checks that alpha is not 0. */
  public Celu {
    if (alpha == 0 || Float.isNaN(alpha)) {
      throw new IllegalArgumentException("celu with alpha = " + alpha + ": x is divided by it");
    }
  }

  @Override
  public void map(int n, float[] x, int xo, float[] y, int yo) {
    NONLINEAR.elu(n, 1, alpha, 1 / alpha, x, xo, y, yo);
  }

  @Override
  public void gradient(
      int n, float[] x, int xo, float[] y, int yo, float[] dy, int dyo, float[] dx, int dxo) {
    NONLINEAR.eluGradient(n, 1, alpha, 1 / alpha, x, xo, dy, dyo, dx, dxo);
  }
}
