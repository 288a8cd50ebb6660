package io.reverie.op;

import static io.reverie.kernel.Kernels.ELEMENTARY;

/** The logarithm to base 10, with derivative 1 / (x · ln 10). */
public record Log10() implements Unary {
  @Override
  public void map(int n, float[] x, int xo, float[] y, int yo) {
    ELEMENTARY.log10(n, x, xo, y, yo);
  }

  @Override
  public void gradient(
      int n, float[] x, int xo, float[] y, int yo, float[] dy, int dyo, float[] dx, int dxo) {
    ELEMENTARY.log10Gradient(n, x, xo, dy, dyo, dx, dxo);
  }
}
