package io.reverie.op;

import static io.reverie.kernel.Kernels.SELECTION;

/** The mask of where a and b are both set. */
public record And() implements Comparison {
  @Override
  public void map(int n, float[] a, int ao, int as, float[] b, int bo, int bs, float[] y, int yo) {
    SELECTION.both(n, a, ao, as, b, bo, bs, y, yo);
  }
}
