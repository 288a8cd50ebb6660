package io.reverie.op;

import static io.reverie.kernel.Kernels.PIECEWISE;

/** The next whole number at or below x. */
public record Floor() implements Flat {
  @Override
  public void map(int n, float[] x, int xo, float[] y, int yo) {
    PIECEWISE.floor(n, x, xo, y, yo);
  }
}
