package io.reverie.op;

import static io.reverie.kernel.Kernels.ELEMENTARY;

/** The reciprocal: y = 1 / x, with derivative −y². */
public record Reciprocal() implements Unary {
  @Override
  public void map(int n, float[] x, int xo, float[] y, int yo) {
    ELEMENTARY.reciprocal(n, x, xo, y, yo);
  }

  @Override
  public void gradient(
      int n, float[] x, int xo, float[] y, int yo, float[] dy, int dyo, float[] dx, int dxo) {
    ELEMENTARY.reciprocalGradient(n, y, yo, dy, dyo, dx, dxo);
  }

  @Override
  public boolean fromOutput() {
    return true;
  }
}
