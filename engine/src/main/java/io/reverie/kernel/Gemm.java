package io.reverie.kernel;

import io.reverie.tensor.Nullable;
import java.util.Arrays;
import java.util.Objects;

/**
 * The matrix product on float windows: its definition, in plain Java.
 *
 * <p>A window is a row-major matrix inside a {@code float[]}: row {@code i} begins at {@code offset
 * + i * stride}. The product visits B in strips of {@value #STRIP} columns and {@value #DEPTH}
 * rows, which fit the first-level cache, and adds multiples of four rows of the strip to a row of C
 * at a time:
 *
 * <pre>
 *   for each strip of B (copied, so that it lies straight even if B is transposed)
 *     for each row i of C
 *       row += a[i, p] * strip[p] + a[i, p + 1] * strip[p + 1] + ...
 * </pre>
 *
 * <p>The strip's rows are arrays of their own, so every array of the inner loop is read at the same
 * index: the one shape of loop that C2 turns into SIMD instructions by itself. {@link VectorGemm}
 * writes those instructions out and is several times faster; this class is what it is tested
 * against, and what runs where the vector module is missing.
 *
 * <p>Work is split between threads by rows of C alone. An element's sum runs over {@code p} in an
 * order that depends on the sizes only, so its bits do not depend on the number of threads.
 */
public class Gemm {
  private static final int STRIP = 256;
  private static final int DEPTH = 32;

  /** Rows of C that one thread computes at a time; it copies B once for them. */
  private static final int ROWS = 64;

  /** Numbers that one thread finishes at a time. */
  private static final int PIECE = 1 << 15;

  /** Products below this many multiplications stay on the caller: waking a thread costs more. */
  private static final long SMALL = 1 << 18;

  private static final ThreadLocal<float[][]> ROW_COPIES =
      ThreadLocal.withInitial(() -> new float[DEPTH + 1][STRIP]);

  /**
   * Computes C = A·B, or C += A·B if {@code accumulate}, where C is m × n, A is m × k and B is k ×
   * n. C must not share memory with A or B.
   *
   * @param transA A is stored transposed, as k rows of m
   * @param transB B is stored transposed, as n rows of k
   * @param ao where A's first element lies in {@code a}; likewise {@code bo}, {@code co}
   * @param lda how far apart rows of the stored A begin; likewise {@code ldb}, {@code ldc}
   * @throws IllegalArgumentException if a size is negative or rows overlap
   * @throws IndexOutOfBoundsException if a matrix does not fit into its array
   */
  public void multiply(
      boolean transA,
      boolean transB,
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
    if ((m | n | k) < 0) {
      throw new IllegalArgumentException(
          "product of [" + m + ", " + k + "] and [" + k + ", " + n + "]: sizes must be 0 or more");
    }
    checkWindow("A", transA ? k : m, transA ? m : k, a, ao, lda);
    checkWindow("B", transB ? n : k, transB ? k : n, b, bo, ldb);
    checkWindow("C", m, n, c, co, ldc);
    if (m == 0 || n == 0) {
      return;
    }
    if (k == 0) {
      if (!accumulate) {
        for (int i = 0; i < m; i++) {
          Arrays.fill(c, co + i * ldc, co + i * ldc + n, 0);
        }
      }
      return;
    }
    product(transA, transB, m, n, k, a, ao, lda, b, bo, ldb, accumulate, c, co, ldc);
  }

  /**
   * Computes C = f(A·B + b), where the row b, n numbers from {@code bias[at]} on, is added to each
   * row of C, and f is what the epilogue does. All else as in {@link #multiply}.
   *
   * @param bias the array of b, or {@code null} for none
   * @param epilogue f, or {@code null} for nothing; it gets rows of C, or pieces of them
   */
  public void affine(
      boolean transA,
      boolean transB,
      int m,
      int n,
      int k,
      float[] a,
      int ao,
      int lda,
      float[] b,
      int bo,
      int ldb,
      float @Nullable [] bias,
      int at,
      @Nullable Epilogue epilogue,
      float[] c,
      int co,
      int ldc) {
    if (bias != null) {
      Objects.checkFromIndexSize(at, n, bias.length);
      checkWindow("C", m, n, c, co, ldc);
      for (int i = 0; i < m; i++) {
        System.arraycopy(bias, at, c, co + i * ldc, n);
      }
    }
    multiply(transA, transB, m, n, k, a, ao, lda, b, bo, ldb, bias != null, c, co, ldc);
    if (epilogue != null && n > 0) {
      finish(epilogue, m, n, c, co, ldc);
    }
  }

  private static void finish(Epilogue epilogue, int m, int n, float[] c, int co, int ldc) {
    int rows = Math.max(1, PIECE / n);
    if (m <= rows) {
      // Without a lambda a small product allocates nothing.
      finish(epilogue, 0, m, n, c, co, ldc);
      return;
    }
    Parallel.chunks(m, rows, (from, to) -> finish(epilogue, from, to, n, c, co, ldc));
  }

  static void finish(Epilogue epilogue, int from, int to, int n, float[] c, int co, int ldc) {
    if (n == ldc) {
      epilogue.finish((to - from) * n, c, co + from * ldc);
      return;
    }
    for (int i = from; i < to; i++) {
      epilogue.finish(n, c, co + i * ldc);
    }
  }

  private static void checkWindow(
      String name, int rows, int columns, float[] array, int offset, int stride) {
    if (rows == 0 || columns == 0) {
      return;
    }
    if (rows > 1 && stride < columns) {
      throw new IllegalArgumentException(
          name
              + " of ["
              + rows
              + ", "
              + columns
              + "] with rows "
              + stride
              + " apart: rows overlap, the stride must be "
              + columns
              + " or more");
    }
    long end = offset + (rows - 1L) * stride + columns;
    if (offset < 0 || end > array.length) {
      throw new IndexOutOfBoundsException(
          name
              + " of ["
              + rows
              + ", "
              + columns
              + "] with rows "
              + stride
              + " apart covers "
              + offset
              + ".."
              + end
              + " of an array of "
              + array.length
              + ": check the offset and the sizes");
    }
  }

  /** The product proper: m, n and k are 1 or more and every window lies within its array. */
  void product(
      boolean transA,
      boolean transB,
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
    int rowStep = transA ? 1 : lda;
    int depthStep = transA ? lda : 1;
    Parallel.chunks(
        m,
        (long) m * n * k < SMALL ? m : ROWS,
        (from, to) -> {
          for (int j = 0; j < n; j += STRIP) {
            int width = Math.min(STRIP, n - j);
            for (int p = 0; p < k; p += DEPTH) {
              int depth = Math.min(DEPTH, k - p);
              int origin = transB ? bo + j * ldb + p : bo + p * ldb + j;
              var rows = copy(transB, b, origin, ldb, depth, width);
              boolean add = accumulate || p > 0;
              for (int i = from; i < to; i++) {
                int ai = ao + i * rowStep + p * depthStep;
                addRows(rows, depth, width, a, ai, depthStep, add, c, co + i * ldc + j);
              }
            }
          }
        });
  }

  private static float[][] copy(
      boolean trans, float[] b, int origin, int ldb, int depth, int width) {
    var rows = ROW_COPIES.get();
    for (int p = 0; p < depth; p++) {
      var row = rows[p];
      if (trans) {
        for (int j = 0; j < width; j++) {
          row[j] = b[origin + j * ldb + p];
        }
      } else {
        System.arraycopy(b, origin + p * ldb, row, 0, width);
      }
    }
    return rows;
  }

  private static void addRows(
      float[][] rows,
      int depth,
      int width,
      float[] a,
      int ai,
      int step,
      boolean add,
      float[] c,
      int ci) {
    var sum = rows[DEPTH];
    if (add) {
      System.arraycopy(c, ci, sum, 0, width);
    } else {
      Arrays.fill(sum, 0, width, 0);
    }
    int p = 0;
    for (; p + 4 <= depth; p += 4) {
      int at = ai + p * step;
      addFour(
          sum,
          width,
          a[at],
          rows[p],
          a[at + step],
          rows[p + 1],
          a[at + 2 * step],
          rows[p + 2],
          a[at + 3 * step],
          rows[p + 3]);
    }
    for (; p < depth; p++) {
      addOne(sum, width, a[ai + p * step], rows[p]);
    }
    System.arraycopy(sum, 0, c, ci, width);
  }

  private static void addFour(
      float[] sum,
      int width,
      float x0,
      float[] r0,
      float x1,
      float[] r1,
      float x2,
      float[] r2,
      float x3,
      float[] r3) {
    for (int j = 0; j < width; j++) {
      sum[j] += (x0 * r0[j] + x1 * r1[j]) + (x2 * r2[j] + x3 * r3[j]);
    }
  }

  private static void addOne(float[] sum, int width, float x, float[] row) {
    for (int j = 0; j < width; j++) {
      sum[j] += x * row[j];
    }
  }
}
