package io.reverie.op;

import static io.reverie.kernel.Kernels.ELEMENTARY;

/** The power of two: y = 2ˣ, with derivative y · ln 2. */
public record Exp2() implements Unary {
  @Override
  public void map(int n, float[] x, int xo, float[] y, int yo) {
    ELEMENTARY.exp2(n, x, xo, y, yo);
  }

  @Override
  public void gradient(
      int n, float[] x, int xo, float[] y, int yo, float[] dy, int dyo, float[] dx, int dxo) {
    ELEMENTARY.exp2Gradient(n, y, yo, dy, dyo, dx, dxo);
  }

  @Override
  public boolean fromOutput() {
    return true;
  }
}
