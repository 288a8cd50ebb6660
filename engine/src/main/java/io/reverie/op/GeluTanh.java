package io.reverie.op;

import static io.reverie.kernel.Kernels.NONLINEAR;

/** GELU by its quick form: y = x/2 · (1 + tanh(√(2/π) · (x + 0.044715 x³))). */
public record GeluTanh() implements Unary {
  @Override
  public void map(int n, float[] x, int xo, float[] y, int yo) {
    NONLINEAR.geluTanh(n, x, xo, y, yo);
  }

  @Override
  public void gradient(
      int n, float[] x, int xo, float[] y, int yo, float[] dy, int dyo, float[] dx, int dxo) {
    NONLINEAR.geluTanhGradient(n, x, xo, dy, dyo, dx, dxo);
  }
}
