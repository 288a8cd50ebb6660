package io.reverie.op;

import static io.reverie.kernel.Kernels.SELECTION;

/** The mask of the finite numbers. */
public record IsFinite() implements Flat {
  @Override
  public void map(int n, float[] x, int xo, float[] y, int yo) {
    SELECTION.isFinite(n, x, xo, y, yo);
  }
}
