package io.reverie.op;

import static io.reverie.kernel.Kernels.ELEMENTARY;

/** The inverse of the tangent, with derivative 1 / (1 + x²). */
public record Atan() implements Unary {
  @Override
  public void map(int n, float[] x, int xo, float[] y, int yo) {
    ELEMENTARY.atan(n, x, xo, y, yo);
  }

  @Override
  public void gradient(
      int n, float[] x, int xo, float[] y, int yo, float[] dy, int dyo, float[] dx, int dxo) {
    ELEMENTARY.atanGradient(n, x, xo, dy, dyo, dx, dxo);
  }
}
