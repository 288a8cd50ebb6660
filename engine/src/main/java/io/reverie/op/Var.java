package io.reverie.op;

import static io.reverie.kernel.Kernels.FOLDS;

/**
 * The variance along axes {@code from} (inclusive) to {@code to} (exclusive), which vanish: Σ (x −
 * mean)² / (n − correction).
 *
 * <p>Correction 1 estimates the variance of what the numbers were drawn from (Bessel), 0 is that of
 * the numbers themselves. NaN of a single number with correction 1: 0 / 0.
 *
 * @param correction what is taken off the number of elements, which never falls below 0
 */
public record Var(int correction, int from, int to) implements Fold {
  @Override
  public void reduce(int count, int length, int step, float[] x, int xo, float[] y, int yo) {
    FOLDS.variance(count, length, step, freedom(length), x, xo, y, yo);
  }

  @Override
  public void gradient(
      int count,
      int length,
      int step,
      float[] x,
      int xo,
      float[] y,
      int yo,
      float[] dy,
      int dyo,
      float[] dx,
      int dxo) {
    FOLDS.varianceGradient(count, length, step, freedom(length), x, xo, dy, dyo, dx, dxo);
  }

  private double freedom(int length) {
    return Math.max(0, length - correction);
  }
}
