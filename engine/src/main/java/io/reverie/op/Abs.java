package io.reverie.op;

import static io.reverie.kernel.Kernels.PIECEWISE;

/** The size of a number: y = |x|, with derivative sign x, and 0 at 0. */
public record Abs() implements Unary {
  @Override
  public void map(int n, float[] x, int xo, float[] y, int yo) {
    PIECEWISE.abs(n, x, xo, y, yo);
  }

  @Override
  public void gradient(
      int n, float[] x, int xo, float[] y, int yo, float[] dy, int dyo, float[] dx, int dxo) {
    PIECEWISE.absGradient(n, x, xo, dy, dyo, dx, dxo);
  }
}
