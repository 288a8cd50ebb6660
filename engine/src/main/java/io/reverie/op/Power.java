package io.reverie.op;

import static io.reverie.kernel.Kernels.ELEMENTARY;

/** A fixed power: y = xᵉ, with derivative e · x^(e − 1). */
public record Power(float exponent) implements Unary {
  @Override
  public void map(int n, float[] x, int xo, float[] y, int yo) {
    ELEMENTARY.power(n, exponent, x, xo, y, yo);
  }

  @Override
  public void gradient(
      int n, float[] x, int xo, float[] y, int yo, float[] dy, int dyo, float[] dx, int dxo) {
    ELEMENTARY.powerGradient(n, exponent, x, xo, dy, dyo, dx, dxo);
  }
}
