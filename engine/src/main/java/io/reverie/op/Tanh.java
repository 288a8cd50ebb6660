package io.reverie.op;

import static io.reverie.kernel.Kernels.POINTWISE;

/** The hyperbolic tangent: y = tanh x, with derivative 1 − y². */
public record Tanh() implements Unary {
  @Override
  public void map(int n, float[] x, int xo, float[] y, int yo) {
    POINTWISE.tanh(n, x, xo, y, yo);
  }

  @Override
  public void gradient(
      int n, float[] x, int xo, float[] y, int yo, float[] dy, int dyo, float[] dx, int dxo) {
    POINTWISE.tanhGradient(n, y, yo, dy, dyo, dx, dxo);
  }

  @Override
  public boolean fromOutput() {
    return true;
  }
}
