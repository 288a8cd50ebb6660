package io.reverie.op;

import static io.reverie.kernel.Kernels.ELEMENTARY;

/** The tangent, with derivative 1 + y². */
public record Tan() implements Unary {
  @Override
  public void map(int n, float[] x, int xo, float[] y, int yo) {
    ELEMENTARY.tan(n, x, xo, y, yo);
  }

  @Override
  public void gradient(
      int n, float[] x, int xo, float[] y, int yo, float[] dy, int dyo, float[] dx, int dxo) {
    ELEMENTARY.tanGradient(n, y, yo, dy, dyo, dx, dxo);
  }

  @Override
  public boolean fromOutput() {
    return true;
  }
}
