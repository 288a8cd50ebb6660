package io.reverie.op;

import static io.reverie.kernel.Kernels.FOLDS;

/**
 * The p-norm along axes {@code from} (inclusive) to {@code to} (exclusive), which vanish: (Σ
 * |x|ᵖ)^(1/p), and the largest |x| for infinite p.
 *
 * <p>∂y/∂x = sign(x) (|x| / y)ᵖ⁻¹, and 0 where x or y is 0; for infinite p it is shared evenly
 * among equals.
 *
 * @param p greater than 0; 1 sums distances along the axes, 2 is Euclid
 */
public record PNorm(float p, int from, int to) implements Fold {
  /** Checks p. */
  public PNorm {
    if (!(p > 0)) {
      throw new IllegalArgumentException(
          "p-norm with p = %s: it needs p > 0; infinity takes the largest".formatted(p));
    }
  }

  @Override
  public void reduce(int count, int length, int step, float[] x, int xo, float[] y, int yo) {
    if (Float.isInfinite(p)) {
      FOLDS.maxAbsolute(count, length, step, x, xo, y, yo);
    } else {
      FOLDS.norm(count, length, step, p, x, xo, y, yo);
    }
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
    if (Float.isInfinite(p)) {
      FOLDS.maxAbsoluteGradient(count, length, step, x, xo, y, yo, dy, dyo, dx, dxo);
    } else {
      FOLDS.normGradient(count, length, step, p, x, xo, y, yo, dy, dyo, dx, dxo);
    }
  }
}
