package io.reverie.op;

import static io.reverie.kernel.Kernels.ELEMENTARY;

/** The logarithm of one more, exact near 0: y = ln(1 + x), with derivative 1 / (1 + x). */
public record Log1p() implements Unary {
  @Override
  public void map(int n, float[] x, int xo, float[] y, int yo) {
    ELEMENTARY.log1p(n, x, xo, y, yo);
  }

  @Override
  public void gradient(
      int n, float[] x, int xo, float[] y, int yo, float[] dy, int dyo, float[] dx, int dxo) {
    ELEMENTARY.log1pGradient(n, x, xo, dy, dyo, dx, dxo);
  }
}
