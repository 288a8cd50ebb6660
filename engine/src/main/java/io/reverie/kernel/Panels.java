package io.reverie.kernel;

/**
 * Products C = A·B with one B and many A of few rows each, such as the states of a recurrent layer,
 * step after step: B is laid out beforehand, once for all of them.
 *
 * <p>What a product costs beside the arithmetic, a layout of B and a meeting of threads, is so paid
 * once a sequence rather than once a step. A product runs on its caller alone and for a range of
 * C's columns; callers share out their rows or columns as they see fit. An element is the same sum
 * in the same order however they do.
 *
 * <p>In this definition B's rows simply follow one another.
 */
public class Panels {
  /** Where in an array of {@link #memory} panels may begin. */
  public static final int START = VectorPack.ALIGNED;

  /** Ranges of columns begin at multiples of this. */
  public static final int COLUMNS = 64;

  private final Gemm gemm = new Gemm();

  /** An array of this thread's for panels of so many floats from {@link #START} on. */
  public float[] memory(Scratch purpose, int size) {
    return purpose.floats(START + size);
  }

  /** How many floats the panels of a B with k rows and n columns take. */
  public int size(int k, int n) {
    return Math.multiplyExact(k, n);
  }

  /**
   * Lays out columns {@code from} to {@code to − 1} of B.
   *
   * @param trans B is stored transposed, as n rows of k
   * @param at where the panels of all of B begin
   */
  public void lay(
      int from,
      int to,
      boolean trans,
      int n,
      int k,
      float[] b,
      int bo,
      int ldb,
      float[] panels,
      int at) {
    if (trans) {
      Kernels.MOVES.transpose(to - from, k, b, bo + from * ldb, ldb, panels, at + from, n);
      return;
    }
    for (int p = 0; p < k; p++) {
      System.arraycopy(b, bo + p * ldb + from, panels, at + p * n + from, to - from);
    }
  }

  /**
   * Columns {@code from} to {@code to − 1} of C = A·B, or of C += A·B if {@code add}, where A is m
   * × k and B, as laid out, k × n.
   */
  public void multiply(
      int from,
      int to,
      int m,
      int n,
      int k,
      float[] a,
      int ao,
      int lda,
      float[] panels,
      int at,
      boolean add,
      float[] c,
      int co,
      int ldc) {
    gemm.multiply(
        false, false, m, to - from, k, a, ao, lda, panels, at + from, n, add, c, co + from, ldc);
  }
}
