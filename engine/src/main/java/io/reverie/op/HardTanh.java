package io.reverie.op;

import static io.reverie.kernel.Kernels.PIECEWISE;
import static io.reverie.kernel.Kernels.SELECTION;

/** tanh in straight lines: x within bounds. Unlike {@link Clamp} it has no slope at them. */
public record HardTanh(float low, float high) implements Unary {
  /** Checks that the bounds are in order; an infinite one is none. */
  public HardTanh {
    if (!(low <= high)) {
      throw new IllegalArgumentException(
          "hardTanh to [%s, %s]: the lower bound must not be above the upper".formatted(low, high));
    }
  }

  @Override
  public void map(int n, float[] x, int xo, float[] y, int yo) {
    SELECTION.clamp(n, low, high, x, xo, y, yo);
  }

  @Override
  public void gradient(
      int n, float[] x, int xo, float[] y, int yo, float[] dy, int dyo, float[] dx, int dxo) {
    PIECEWISE.hardTanhGradient(n, low, high, x, xo, dy, dyo, dx, dxo);
  }
}
