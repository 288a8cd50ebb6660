package io.reverie.op;

import static io.reverie.kernel.Kernels.SELECTION;

/** The mask of what is not a number. */
public record IsNan() implements Flat {
  @Override
  public void map(int n, float[] x, int xo, float[] y, int yo) {
    SELECTION.isNan(n, x, xo, y, yo);
  }
}
