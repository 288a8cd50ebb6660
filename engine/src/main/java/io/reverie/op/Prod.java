package io.reverie.op;

import static io.reverie.kernel.Kernels.FOLDS;

/**
 * The product along axes {@code from} (inclusive) to {@code to} (exclusive), which vanish; 1 of
 * nothing. ∂y/∂xₖ is the product of all others, not y / xₖ: so zeros do no harm.
 */
public record Prod(int from, int to) implements Fold {
  @Override
  public void reduce(int count, int length, int step, float[] x, int xo, float[] y, int yo) {
    FOLDS.product(count, length, step, x, xo, y, yo);
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
    FOLDS.productGradient(count, length, step, x, xo, dy, dyo, dx, dxo);
  }
}
