package io.reverie.op;

import static io.reverie.kernel.Kernels.DEVIATIONS;

/**
 * ½d² where d = x − t is at most δ, else δ·(|d| − ½δ), element by element (Huber 1964).
 *
 * @param delta where the parabola becomes a line, positive
 * @param reduction what becomes of the losses
 */
public record Huber(float delta, Reduction reduction) implements ElementLoss {
  /** Checks δ > 0. */
  public Huber {
    if (!(delta > 0) || Float.isInfinite(delta)) {
      throw new IllegalArgumentException("Huber with delta " + delta + ": δ > 0 is needed");
    }
  }

  @Override
  public void losses(int n, float[] x, int xo, float[] t, int to, float[] y, int yo) {
    DEVIATIONS.huber(n, delta, 1, x, xo, t, to, y, yo);
  }

  @Override
  public void slopes(int n, float[] x, int xo, float[] t, int to, float[] s, int so) {
    DEVIATIONS.huberSlope(n, delta, 1, x, xo, t, to, s, so);
  }

  @Override
  public void targetSlopes(int n, float[] x, int xo, float[] t, int to, float[] s, int so) {
    DEVIATIONS.huberSlope(n, delta, 1, t, to, x, xo, s, so);
  }
}
