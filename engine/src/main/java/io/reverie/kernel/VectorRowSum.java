package io.reverie.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * A row of C as a weighted sum of rows of B.
 *
 * <p>With one row there is nothing to use again: the time is that of reading B. So B is read the
 * way memory likes best, whole rows from left to right, four at a time, so that C, which stays in
 * the first-level cache, is touched once for four of them.
 */
final class VectorRowSum {
  private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
  private static final int L = S.length();

  private VectorRowSum() {}

  /** {@code c[j] (+)= sum over p of a[ao + p * step] * b[bo + p * ldb + j]}. */
  static void add(
      int n,
      int k,
      float[] a,
      int ao,
      int step,
      float[] b,
      int bo,
      int ldb,
      boolean accumulate,
      float[] c,
      int co) {
    if (!accumulate) {
      for (int j = 0; j < n; j++) {
        c[co + j] = 0;
      }
    }
    int p = 0;
    for (; p + 4 <= k; p += 4) {
      int ai = ao + p * step;
      four(n, a[ai], a[ai + step], a[ai + 2 * step], a[ai + 3 * step], b, bo + p * ldb, ldb, c, co);
    }
    for (; p < k; p++) {
      one(n, a[ao + p * step], b, bo + p * ldb, c, co);
    }
  }

  private static void four(
      int n,
      float x0,
      float x1,
      float x2,
      float x3,
      float[] b,
      int b0,
      int ldb,
      float[] c,
      int co) {
    int b1 = b0 + ldb;
    int b2 = b1 + ldb;
    int b3 = b2 + ldb;
    var y0 = FloatVector.broadcast(S, x0);
    var y1 = FloatVector.broadcast(S, x1);
    var y2 = FloatVector.broadcast(S, x2);
    var y3 = FloatVector.broadcast(S, x3);
    int j = 0;
    for (; j < S.loopBound(n); j += L) {
      var sum = FloatVector.fromArray(S, c, co + j);
      sum = y0.fma(FloatVector.fromArray(S, b, b0 + j), sum);
      sum = y1.fma(FloatVector.fromArray(S, b, b1 + j), sum);
      sum = y2.fma(FloatVector.fromArray(S, b, b2 + j), sum);
      sum = y3.fma(FloatVector.fromArray(S, b, b3 + j), sum);
      sum.intoArray(c, co + j);
    }
    for (; j < n; j++) {
      c[co + j] += x0 * b[b0 + j] + x1 * b[b1 + j] + x2 * b[b2 + j] + x3 * b[b3 + j];
    }
  }

  private static void one(int n, float x, float[] b, int bo, float[] c, int co) {
    var y = FloatVector.broadcast(S, x);
    int j = 0;
    for (; j < S.loopBound(n); j += L) {
      y.fma(FloatVector.fromArray(S, b, bo + j), FloatVector.fromArray(S, c, co + j))
          .intoArray(c, co + j);
    }
    for (; j < n; j++) {
      c[co + j] += x * b[bo + j];
    }
  }
}
