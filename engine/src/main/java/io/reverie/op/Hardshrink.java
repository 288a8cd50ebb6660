package io.reverie.op;

import static io.reverie.kernel.Kernels.PIECEWISE;

/** A gap around 0: y = x, and 0 where |x| ≤ lambda. */
public record Hardshrink(float lambda) implements Unary {
  /** Checks that lambda is not negative. */
  public Hardshrink {
    if (!(lambda >= 0)) {
      throw new IllegalArgumentException("hardshrink with lambda = " + lambda + ": it must be ≥ 0");
    }
  }

  @Override
  public void map(int n, float[] x, int xo, float[] y, int yo) {
    PIECEWISE.hardshrink(n, lambda, x, xo, y, yo);
  }

  @Override
  public void gradient(
      int n, float[] x, int xo, float[] y, int yo, float[] dy, int dyo, float[] dx, int dxo) {
    PIECEWISE.shrinkGradient(n, lambda, x, xo, dy, dyo, dx, dxo);
  }
}
