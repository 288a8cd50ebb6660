package io.reverie.op;

import static io.reverie.kernel.Kernels.FOLDS;

/**
 * log Σ eˣ along axes {@code from} (inclusive) to {@code to} (exclusive), which vanish; −∞ of
 * nothing. The largest is taken off first, so nothing overflows. ∂y/∂x is softmax.
 */
public record LogSumExp(int from, int to) implements Fold {
  @Override
  public void reduce(int count, int length, int step, float[] x, int xo, float[] y, int yo) {
    FOLDS.logSumExp(count, length, step, x, xo, y, yo);
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
    FOLDS.logSumExpGradient(count, length, step, x, xo, y, yo, dy, dyo, dx, dxo);
  }
}
