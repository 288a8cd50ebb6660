package io.reverie.op;

import static io.reverie.kernel.Kernels.DEVIATIONS;
import static io.reverie.kernel.Kernels.POINTWISE;

/**
 * eˣ − t·x, element by element: how unlikely t events are where eˣ are expected, but for log t!.
 */
public record PoissonLoss(Reduction reduction) implements ElementLoss {
  @Override
  public void losses(int n, float[] x, int xo, float[] t, int to, float[] y, int yo) {
    DEVIATIONS.poisson(n, x, xo, t, to, y, yo);
  }

  @Override
  public void slopes(int n, float[] x, int xo, float[] t, int to, float[] s, int so) {
    DEVIATIONS.poissonSlope(n, x, xo, t, to, s, so);
  }

  @Override
  public void targetSlopes(int n, float[] x, int xo, float[] t, int to, float[] s, int so) {
    POINTWISE.affine(n, -1, 0, x, xo, s, so);
  }
}
