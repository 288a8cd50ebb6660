package io.reverie.op;

import static io.reverie.kernel.Kernels.PIECEWISE;

/** Shrinkage: x moved towards 0 by lambda, 0 where it is not further away. */
public record Softshrink(float lambda) implements Unary {
  /** Checks that lambda is not negative. */
  public Softshrink {
    if (!(lambda >= 0)) {
      throw new IllegalArgumentException("softshrink with lambda = " + lambda + ": it must be ≥ 0");
    }
  }

  @Override
  public void map(int n, float[] x, int xo, float[] y, int yo) {
    PIECEWISE.softshrink(n, lambda, x, xo, y, yo);
  }

  @Override
  public void gradient(
      int n, float[] x, int xo, float[] y, int yo, float[] dy, int dyo, float[] dx, int dxo) {
    PIECEWISE.shrinkGradient(n, lambda, x, xo, dy, dyo, dx, dxo);
  }
}
