package io.reverie.op;

import static io.reverie.kernel.Kernels.DEVIATIONS;
import static io.reverie.kernel.Kernels.POINTWISE;

/**
 * −t·log σ(x) − (1−t)·log(1−σ(x)), element by element, safe for any logit x. Targets t are
 * probabilities, from 0 to 1.
 */
public record BinaryCrossEntropyWithLogits(Reduction reduction) implements ElementLoss {
  @Override
  public void losses(int n, float[] x, int xo, float[] t, int to, float[] y, int yo) {
    DEVIATIONS.logistic(n, x, xo, t, to, y, yo);
  }

  @Override
  public void slopes(int n, float[] x, int xo, float[] t, int to, float[] s, int so) {
    DEVIATIONS.logisticSlope(n, x, xo, t, to, s, so);
  }

  @Override
  public void targetSlopes(int n, float[] x, int xo, float[] t, int to, float[] s, int so) {
    POINTWISE.affine(n, -1, 0, x, xo, s, so);
  }
}
