package io.reverie.op;

import static io.reverie.kernel.Kernels.POINTWISE;

/** The natural logarithm: y = ln x, with derivative 1/x; −∞ at 0 and NaN below, as IEEE has it. */
public record Log() implements Unary {
  @Override
  public void map(int n, float[] x, int xo, float[] y, int yo) {
    POINTWISE.log(n, x, xo, y, yo);
  }

  @Override
  public void gradient(
      int n, float[] x, int xo, float[] y, int yo, float[] dy, int dyo, float[] dx, int dxo) {
    POINTWISE.logGradient(n, x, xo, dy, dyo, dx, dxo);
  }
}
