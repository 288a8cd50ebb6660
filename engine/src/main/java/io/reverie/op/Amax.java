package io.reverie.op;

import static io.reverie.kernel.Kernels.FOLDS;

/**
 * The largest number along axes {@code from} (inclusive) to {@code to} (exclusive), which vanish;
 * NaN where there is one. The gradient is shared evenly among equals.
 */
public record Amax(int from, int to) implements Fold {
  @Override
  public boolean hasIdentity() {
    return false;
  }

  @Override
  public void reduce(int count, int length, int step, float[] x, int xo, float[] y, int yo) {
    FOLDS.max(count, length, step, x, xo, y, yo);
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
    FOLDS.extremeGradient(count, length, step, x, xo, y, yo, dy, dyo, dx, dxo);
  }
}
