package io.reverie.op;

import static io.reverie.kernel.Kernels.DEVIATIONS;

/** |x − t|, element by element; its slope is 0 where they are equal. */
public record AbsoluteError(Reduction reduction) implements ElementLoss {
  @Override
  public void losses(int n, float[] x, int xo, float[] t, int to, float[] y, int yo) {
    DEVIATIONS.absolute(n, x, xo, t, to, y, yo);
  }

  @Override
  public void slopes(int n, float[] x, int xo, float[] t, int to, float[] s, int so) {
    DEVIATIONS.absoluteSlope(n, x, xo, t, to, s, so);
  }

  @Override
  public void targetSlopes(int n, float[] x, int xo, float[] t, int to, float[] s, int so) {
    DEVIATIONS.absoluteSlope(n, t, to, x, xo, s, so);
  }
}
