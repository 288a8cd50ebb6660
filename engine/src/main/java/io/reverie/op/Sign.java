package io.reverie.op;

import static io.reverie.kernel.Kernels.PIECEWISE;

/** The sign: −1, 0 or 1; NaN stays NaN. */
public record Sign() implements Flat {
  @Override
  public void map(int n, float[] x, int xo, float[] y, int yo) {
    PIECEWISE.sign(n, x, xo, y, yo);
  }
}
