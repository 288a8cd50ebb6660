package io.reverie.op;

import static io.reverie.kernel.Kernels.POINTWISE;

/** The logistic function: y = 1/(1 + e⁻ˣ), with derivative y(1 − y). */
public record Sigmoid() implements Unary {
  @Override
  public void map(int n, float[] x, int xo, float[] y, int yo) {
    POINTWISE.sigmoid(n, x, xo, y, yo);
  }

  @Override
  public void gradient(
      int n, float[] x, int xo, float[] y, int yo, float[] dy, int dyo, float[] dx, int dxo) {
    POINTWISE.sigmoidGradient(n, y, yo, dy, dyo, dx, dxo);
  }

  @Override
  public boolean fromOutput() {
    return true;
  }
}
