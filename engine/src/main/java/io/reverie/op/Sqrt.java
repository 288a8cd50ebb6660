package io.reverie.op;

import static io.reverie.kernel.Kernels.POINTWISE;

/** The square root: y = √x, with derivative 1/(2y); NaN below 0. */
public record Sqrt() implements Unary {
  @Override
  public void map(int n, float[] x, int xo, float[] y, int yo) {
    POINTWISE.sqrt(n, x, xo, y, yo);
  }

  @Override
  public void gradient(
      int n, float[] x, int xo, float[] y, int yo, float[] dy, int dyo, float[] dx, int dxo) {
    POINTWISE.sqrtGradient(n, y, yo, dy, dyo, dx, dxo);
  }

  @Override
  public boolean fromOutput() {
    return true;
  }
}
