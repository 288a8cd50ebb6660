package io.reverie.op;

import static io.reverie.kernel.Kernels.PIECEWISE;

/** The next whole number at or above x. */
public record Ceil() implements Flat {
  @Override
  public void map(int n, float[] x, int xo, float[] y, int yo) {
    PIECEWISE.ceil(n, x, xo, y, yo);
  }
}
