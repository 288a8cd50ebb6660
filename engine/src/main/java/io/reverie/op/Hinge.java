package io.reverie.op;

import static io.reverie.kernel.Kernels.DEVIATIONS;

/**
 * max(0, margin − t·x), element by element, for targets t of 1 and −1: the loss of the support
 * vector machine (Cortes &amp; Vapnik 1995).
 */
public record Hinge(float margin, Reduction reduction) implements ElementLoss {
  @Override
  public void losses(int n, float[] x, int xo, float[] t, int to, float[] y, int yo) {
    DEVIATIONS.hinge(n, margin, x, xo, t, to, y, yo);
  }

  @Override
  public void slopes(int n, float[] x, int xo, float[] t, int to, float[] s, int so) {
    DEVIATIONS.hingeSlope(n, margin, x, xo, t, to, s, so);
  }

  @Override
  public void targetSlopes(int n, float[] x, int xo, float[] t, int to, float[] s, int so) {
    DEVIATIONS.hingeSlope(n, margin, t, to, x, xo, s, so);
  }
}
