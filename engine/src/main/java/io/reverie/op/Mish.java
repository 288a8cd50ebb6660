package io.reverie.op;

import static io.reverie.kernel.Kernels.NONLINEAR;

/** Mish: y = x · tanh(ln(1 + eˣ)) (Misra 2020). */
public record Mish() implements Unary {
  @Override
  public void map(int n, float[] x, int xo, float[] y, int yo) {
    NONLINEAR.mish(n, x, xo, y, yo);
  }

  @Override
  public void gradient(
      int n, float[] x, int xo, float[] y, int yo, float[] dy, int dyo, float[] dx, int dxo) {
    NONLINEAR.mishGradient(n, x, xo, dy, dyo, dx, dxo);
  }
}
