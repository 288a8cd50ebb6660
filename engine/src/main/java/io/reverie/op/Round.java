package io.reverie.op;

import static io.reverie.kernel.Kernels.PIECEWISE;

/** The nearest whole number, of two equally near the even one. */
public record Round() implements Flat {
  @Override
  public void map(int n, float[] x, int xo, float[] y, int yo) {
    PIECEWISE.round(n, x, xo, y, yo);
  }
}
