package io.reverie.op;

import static io.reverie.kernel.Kernels.POINTWISE;

/** A straight line: y = factor · x + shift, with derivative factor. */
public record Affine(float factor, float shift) implements Unary {
  @Override
  public void map(int n, float[] x, int xo, float[] y, int yo) {
    POINTWISE.affine(n, factor, shift, x, xo, y, yo);
  }

  @Override
  public void gradient(
      int n, float[] x, int xo, float[] y, int yo, float[] dy, int dyo, float[] dx, int dxo) {
    POINTWISE.addScaled(n, factor, dy, dyo, dx, dxo);
  }

  @Override
  public boolean fromOutput() {
    return true;
  }
}
