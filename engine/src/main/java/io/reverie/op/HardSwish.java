package io.reverie.op;

import static io.reverie.kernel.Kernels.PIECEWISE;

/** SiLU in straight lines and a parabola: y = x · hardSigmoid(x) (Howard et al. 2019). */
public record HardSwish() implements Unary {
  @Override
  public void map(int n, float[] x, int xo, float[] y, int yo) {
    PIECEWISE.hardSwish(n, x, xo, y, yo);
  }

  @Override
  public void gradient(
      int n, float[] x, int xo, float[] y, int yo, float[] dy, int dyo, float[] dx, int dxo) {
    PIECEWISE.hardSwishGradient(n, x, xo, dy, dyo, dx, dxo);
  }
}
