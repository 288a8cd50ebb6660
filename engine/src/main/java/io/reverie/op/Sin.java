package io.reverie.op;

import static io.reverie.kernel.Kernels.ELEMENTARY;

/** The sine, with derivative cos x. */
public record Sin() implements Unary {
  @Override
  public void map(int n, float[] x, int xo, float[] y, int yo) {
    ELEMENTARY.sin(n, x, xo, y, yo);
  }

  @Override
  public void gradient(
      int n, float[] x, int xo, float[] y, int yo, float[] dy, int dyo, float[] dx, int dxo) {
    ELEMENTARY.sinGradient(n, x, xo, dy, dyo, dx, dxo);
  }
}
