package io.reverie.op;

import static io.reverie.kernel.Kernels.POINTWISE;

/** The square: y = x², with derivative 2x. */
public record Square() implements Unary {
  @Override
  public void map(int n, float[] x, int xo, float[] y, int yo) {
    POINTWISE.square(n, x, xo, y, yo);
  }

  @Override
  public void gradient(
      int n, float[] x, int xo, float[] y, int yo, float[] dy, int dyo, float[] dx, int dxo) {
    POINTWISE.squareGradient(n, x, xo, dy, dyo, dx, dxo);
  }
}
