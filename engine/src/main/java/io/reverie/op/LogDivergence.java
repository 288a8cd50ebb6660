package io.reverie.op;

import static io.reverie.kernel.Kernels.DEVIATIONS;

/** {@link Divergence} where the targets are logarithms as well: eᵗ·(t − x). */
public record LogDivergence(Reduction reduction) implements ElementLoss {
  @Override
  public void losses(int n, float[] x, int xo, float[] t, int to, float[] y, int yo) {
    DEVIATIONS.logDivergence(n, x, xo, t, to, y, yo);
  }

  @Override
  public void slopes(int n, float[] x, int xo, float[] t, int to, float[] s, int so) {
    DEVIATIONS.logDivergenceSlope(n, false, x, xo, t, to, s, so);
  }

  @Override
  public void targetSlopes(int n, float[] x, int xo, float[] t, int to, float[] s, int so) {
    DEVIATIONS.logDivergenceSlope(n, true, x, xo, t, to, s, so);
  }
}
