package io.reverie.optim;

import static io.reverie.kernel.Kernels.GEMM;
import static io.reverie.kernel.Kernels.POINTWISE;

/**
 * The orthogonal matrix near to a matrix, by the quintic Newton–Schulz iteration of Muon (Jordan et
 * al. 2024): X ← aX + (bA + cA²)X with A = X·Xᵀ. All singular values end up between about 0.7 and
 * 1.2 after five rounds, which is near enough for a step.
 */
final class Orthogonal {
  private static final float A = 3.4445f;
  private static final float B = -4.775f;
  private static final float C = 2.0315f;
  private static final double LEAST_NORM = 1e-7;

  private Orthogonal() {}

  /** The matrix near to {@code m} of these sizes; m's memory is used up. */
  static float[] near(float[] m, int rows, int columns, int rounds) {
    int n = m.length;
    double norm = Math.max(Math.sqrt(POINTWISE.dot(n, m, 0, m, 0)), LEAST_NORM);
    POINTWISE.affine(n, (float) (1 / norm), 0, m, 0, m, 0);
    // The Gram matrix of the shorter side: X·Xᵀ of a wide matrix, Xᵀ·X of a tall one.
    boolean tall = rows > columns;
    int side = Math.min(rows, columns);
    float[] gram = new float[side * side];
    float[] update = new float[side * side];
    float[] x = m;
    float[] next = new float[n];
    for (int round = 0; round < rounds; round++) {
      int inner = Math.max(rows, columns);
      GEMM.multiply(
          tall, !tall, side, side, inner, x, 0, columns, x, 0, columns, false, gram, 0, side);
      GEMM.multiply(
          false, false, side, side, side, gram, 0, side, gram, 0, side, false, update, 0, side);
      POINTWISE.affine(update.length, C, 0, update, 0, update, 0);
      POINTWISE.addScaled(update.length, B, gram, 0, update, 0);
      if (tall) {
        GEMM.multiply(
            false, false, rows, side, side, x, 0, columns, update, 0, side, false, next, 0,
            columns);
      } else {
        GEMM.multiply(
            false, false, side, columns, side, update, 0, side, x, 0, columns, false, next, 0,
            columns);
      }
      POINTWISE.addScaled(n, A, x, 0, next, 0);
      float[] spent = x;
      x = next;
      next = spent;
    }
    return x;
  }
}
