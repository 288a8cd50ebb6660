package io.reverie.op;

import static io.reverie.kernel.Kernels.PIECEWISE;

/** x above the threshold, a fixed value at it and below. */
public record Threshold(float threshold, float value) implements Unary {
  @Override
  public void map(int n, float[] x, int xo, float[] y, int yo) {
    PIECEWISE.threshold(n, threshold, value, x, xo, y, yo);
  }

  @Override
  public void gradient(
      int n, float[] x, int xo, float[] y, int yo, float[] dy, int dyo, float[] dx, int dxo) {
    PIECEWISE.thresholdGradient(n, threshold, x, xo, dy, dyo, dx, dxo);
  }
}
