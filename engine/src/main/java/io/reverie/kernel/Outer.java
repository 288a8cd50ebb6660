package io.reverie.kernel;

/**
 * Sums of outer products, the gradient of a weight: C = Aᵀ·B or C += Aᵀ·B, where A is k × m, B is k
 * × n and C is m × n.
 *
 * <p>That is {@link Gemm}'s product with a transposed A, and this definition says so. It has a form
 * of its own because here k is the long side, the samples of a batch or the steps of a sequence,
 * and A and B lie with their rows along k: what a tile needs of them lies a row apart, and both are
 * worth a copy.
 */
public class Outer {
  /** A, B and C begin at {@code ao}, {@code bo}, {@code co}; their rows are so far apart. */
  public void product(
      int m,
      int n,
      int k,
      float[] a,
      int ao,
      int lda,
      float[] b,
      int bo,
      int ldb,
      boolean accumulate,
      float[] c,
      int co,
      int ldc) {
    Kernels.GEMM.multiply(true, false, m, n, k, a, ao, lda, b, bo, ldb, accumulate, c, co, ldc);
  }
}
