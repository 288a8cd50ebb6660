package io.reverie.op;

import static io.reverie.kernel.Kernels.NONLINEAR;

/** The logarithm of the logistic function: y = −ln(1 + e⁻ˣ), with derivative σ(−x). */
public record LogSigmoid() implements Unary {
  @Override
  public void map(int n, float[] x, int xo, float[] y, int yo) {
    NONLINEAR.logSigmoid(n, x, xo, y, yo);
  }

  @Override
  public void gradient(
      int n, float[] x, int xo, float[] y, int yo, float[] dy, int dyo, float[] dx, int dxo) {
    NONLINEAR.logSigmoidGradient(n, x, xo, dy, dyo, dx, dxo);
  }
}
