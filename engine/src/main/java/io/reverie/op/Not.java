package io.reverie.op;

import static io.reverie.kernel.Kernels.SELECTION;

/** The other way round: 1 where x is 0, 0 elsewhere. */
public record Not() implements Flat {
  @Override
  public void map(int n, float[] x, int xo, float[] y, int yo) {
    SELECTION.not(n, x, xo, y, yo);
  }
}
