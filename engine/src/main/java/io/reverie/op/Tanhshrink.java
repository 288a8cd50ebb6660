package io.reverie.op;

import static io.reverie.kernel.Kernels.NONLINEAR;

/** What tanh takes away: y = x − tanh x, with derivative tanh² x. */
public record Tanhshrink() implements Unary {
  @Override
  public void map(int n, float[] x, int xo, float[] y, int yo) {
    NONLINEAR.tanhshrink(n, x, xo, y, yo);
  }

  @Override
  public void gradient(
      int n, float[] x, int xo, float[] y, int yo, float[] dy, int dyo, float[] dx, int dxo) {
    NONLINEAR.tanhshrinkGradient(n, x, xo, dy, dyo, dx, dxo);
  }
}
