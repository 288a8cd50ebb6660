package io.reverie.op;

import static io.reverie.kernel.Kernels.ELEMENTARY;

/** One over the square root: y = 1 / √x, with derivative −y³ / 2. */
public record Rsqrt() implements Unary {
  @Override
  public void map(int n, float[] x, int xo, float[] y, int yo) {
    ELEMENTARY.rsqrt(n, x, xo, y, yo);
  }

  @Override
  public void gradient(
      int n, float[] x, int xo, float[] y, int yo, float[] dy, int dyo, float[] dx, int dxo) {
    ELEMENTARY.rsqrtGradient(n, y, yo, dy, dyo, dx, dxo);
  }

  @Override
  public boolean fromOutput() {
    return true;
  }
}
