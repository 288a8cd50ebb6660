package io.reverie.op;

import static io.reverie.kernel.Kernels.DEVIATIONS;
import static io.reverie.kernel.Kernels.POINTWISE;

/**
 * t·(log t − x), element by element: Kullback and Leibler's divergence (1951) of what is predicted
 * from the target t, where x are logarithms of probabilities. 0 where t is 0.
 */
public record Divergence(Reduction reduction) implements ElementLoss {
  @Override
  public void losses(int n, float[] x, int xo, float[] t, int to, float[] y, int yo) {
    DEVIATIONS.divergence(n, x, xo, t, to, y, yo);
  }

  @Override
  public void slopes(int n, float[] x, int xo, float[] t, int to, float[] s, int so) {
    POINTWISE.affine(n, -1, 0, t, to, s, so);
  }

  @Override
  public void targetSlopes(int n, float[] x, int xo, float[] t, int to, float[] s, int so) {
    DEVIATIONS.divergenceTargetSlope(n, x, xo, t, to, s, so);
  }
}
