package io.reverie.op;

import static io.reverie.kernel.Kernels.ELEMENTARY;

/** The logarithm to base 2, with derivative 1 / (x · ln 2). */
public record Log2() implements Unary {
  @Override
  public void map(int n, float[] x, int xo, float[] y, int yo) {
    ELEMENTARY.log2(n, x, xo, y, yo);
  }

  @Override
  public void gradient(
      int n, float[] x, int xo, float[] y, int yo, float[] dy, int dyo, float[] dx, int dxo) {
    ELEMENTARY.log2Gradient(n, x, xo, dy, dyo, dx, dxo);
  }
}
