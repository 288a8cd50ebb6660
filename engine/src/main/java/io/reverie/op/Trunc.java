package io.reverie.op;

import static io.reverie.kernel.Kernels.PIECEWISE;

/** The whole number that is left when the fraction is cut off. */
public record Trunc() implements Flat {
  @Override
  public void map(int n, float[] x, int xo, float[] y, int yo) {
    PIECEWISE.trunc(n, x, xo, y, yo);
  }
}
