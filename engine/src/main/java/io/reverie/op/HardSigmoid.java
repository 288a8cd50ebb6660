package io.reverie.op;

import static io.reverie.kernel.Kernels.PIECEWISE;

/** The sigmoid in straight lines: y = x/6 + 1/2, cut off at 0 and 1; no slope at the ends. */
public record HardSigmoid() implements Unary {
  @Override
  public void map(int n, float[] x, int xo, float[] y, int yo) {
    PIECEWISE.hardSigmoid(n, x, xo, y, yo);
  }

  @Override
  public void gradient(
      int n, float[] x, int xo, float[] y, int yo, float[] dy, int dyo, float[] dx, int dxo) {
    PIECEWISE.hardSigmoidGradient(n, x, xo, dy, dyo, dx, dxo);
  }
}
