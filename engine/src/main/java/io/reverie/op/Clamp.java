package io.reverie.op;

import static io.reverie.kernel.Kernels.SELECTION;

/** x within bounds: min(max(x, low), high). The gradient passes between them and at them. */
public record Clamp(float low, float high) implements Unary {
  /** Checks that the bounds are in order; an infinite one is none. */
  public Clamp {
    if (!(low <= high)) {
      throw new IllegalArgumentException(
          "clamp to [%s, %s]: the lower bound must not be above the upper".formatted(low, high));
    }
  }

  @Override
  public void map(int n, float[] x, int xo, float[] y, int yo) {
    SELECTION.clamp(n, low, high, x, xo, y, yo);
  }

  @Override
  public void gradient(
      int n, float[] x, int xo, float[] y, int yo, float[] dy, int dyo, float[] dx, int dxo) {
    SELECTION.clampGradient(n, low, high, x, xo, dy, dyo, dx, dxo);
  }
}
