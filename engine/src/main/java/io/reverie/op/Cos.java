package io.reverie.op;

import static io.reverie.kernel.Kernels.ELEMENTARY;

/** The cosine, with derivative −sin x. */
public record Cos() implements Unary {
  @Override
  public void map(int n, float[] x, int xo, float[] y, int yo) {
    ELEMENTARY.cos(n, x, xo, y, yo);
  }

  @Override
  public void gradient(
      int n, float[] x, int xo, float[] y, int yo, float[] dy, int dyo, float[] dx, int dxo) {
    ELEMENTARY.cosGradient(n, x, xo, dy, dyo, dx, dxo);
  }
}
