package io.reverie.op;

import static io.reverie.kernel.Kernels.DEVIATIONS;

/**
 * Huber's loss over β: |d| − ½β, but ½d²/β where |d| &lt; β, element by element (Girshick 2015).
 *
 * @param beta where the line becomes a parabola, positive
 * @param reduction what becomes of the losses
 */
public record SmoothL1(float beta, Reduction reduction) implements ElementLoss {
  /** Checks β > 0. */
  public SmoothL1 {
    if (!(beta > 0) || Float.isInfinite(beta)) {
      throw new IllegalArgumentException("SmoothL1 with beta " + beta + ": β > 0 is needed");
    }
  }

  @Override
  public void losses(int n, float[] x, int xo, float[] t, int to, float[] y, int yo) {
    DEVIATIONS.huber(n, beta, 1 / beta, x, xo, t, to, y, yo);
  }

  @Override
  public void slopes(int n, float[] x, int xo, float[] t, int to, float[] s, int so) {
    DEVIATIONS.huberSlope(n, beta, 1 / beta, x, xo, t, to, s, so);
  }

  @Override
  public void targetSlopes(int n, float[] x, int xo, float[] t, int to, float[] s, int so) {
    DEVIATIONS.huberSlope(n, beta, 1 / beta, t, to, x, xo, s, so);
  }
}
