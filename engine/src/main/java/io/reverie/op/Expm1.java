package io.reverie.op;

import static io.reverie.kernel.Kernels.ELEMENTARY;

/** The exponential less one, exact near 0: y = eˣ − 1, with derivative y + 1. */
public record Expm1() implements Unary {
  @Override
  public void map(int n, float[] x, int xo, float[] y, int yo) {
    ELEMENTARY.expm1(n, x, xo, y, yo);
  }

  @Override
  public void gradient(
      int n, float[] x, int xo, float[] y, int yo, float[] dy, int dyo, float[] dx, int dxo) {
    ELEMENTARY.expm1Gradient(n, y, yo, dy, dyo, dx, dxo);
  }

  @Override
  public boolean fromOutput() {
    return true;
  }
}
