package io.reverie.op;

import static io.reverie.kernel.Kernels.SELECTION;

/** The mask of where a or b is set. */
public record Or() implements Comparison {
  @Override
  public void map(int n, float[] a, int ao, int as, float[] b, int bo, int bs, float[] y, int yo) {
    SELECTION.either(n, a, ao, as, b, bo, bs, y, yo);
  }
}
