package io.reverie.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * Dot products of rows of A and rows of B: the micro-kernel for a transposed B and few rows.
 *
 * <p>Both matrices run along k in memory, so a vector of each is multiplied lane by lane and the
 * lanes are added up at the end. A block of 5 rows of A and 4 of B makes 20 sums out of 9 loads.
 * Nothing is packed: with few rows of A, each number of B is used too seldom to pay for a copy.
 *
 * <p>The lanes of a sum are added in a fixed tree: halves of distance 2, 1, 4, 8. {@code
 * reduceLanes} promises no order, and so no reproducible bits. The first two steps fold four sums
 * at once into one vector, whose lanes 0 to 3 are the four results.
 *
 * <p>Why two methods, with the sums in memory between them: {@link #block} is written out for speed
 * and {@link #finish} is a loop for brevity; in one method, with the masks that a k of no whole
 * vectors needs, they outgrow C1, after which C2 may never get to compile them.
 */
final class VectorDot {
  private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
  private static final int L = S.length();
  static final int ROWS = 5;
  static final int COLUMNS = 4;
  private static final VectorMask<Float> BIT0 = lanesWithBit(1);
  private static final VectorMask<Float> BIT1 = lanesWithBit(2);
  private static final VectorShuffle<Float> SWAP1 = swap(1);
  private static final VectorShuffle<Float> SWAP2 = swap(2);
  private static final VectorShuffle<Float> SWAP4 = swap(4 % L);
  private static final VectorShuffle<Float> SWAP8 = swap(8 % L);

  private VectorDot() {}

  private static VectorMask<Float> lanesWithBit(int bit) {
    boolean[] set = new boolean[L];
    for (int i = 0; i < L; i++) {
      set[i] = (i & bit) != 0;
    }
    return VectorMask.fromArray(S, set, 0);
  }

  private static VectorShuffle<Float> swap(int distance) {
    return VectorShuffle.fromOp(S, i -> i ^ distance);
  }

  /** 5 × 4 sums over the whole vectors in k; missing rows and columns repeat the last ones. */
  static void block(
      int rows,
      int columns,
      int k,
      float[] a,
      int ao,
      int lda,
      float[] b,
      int bo,
      int ldb,
      float[] sums) {
    int a1 = rows > 1 ? ao + lda : ao;
    int a2 = rows > 2 ? a1 + lda : a1;
    int a3 = rows > 3 ? a2 + lda : a2;
    int a4 = rows > 4 ? a3 + lda : a3;
    int b1 = columns > 1 ? bo + ldb : bo;
    int b2 = columns > 2 ? b1 + ldb : b1;
    int b3 = columns > 3 ? b2 + ldb : b2;
    var s00 = FloatVector.zero(S);
    var s01 = FloatVector.zero(S);
    var s02 = FloatVector.zero(S);
    var s03 = FloatVector.zero(S);
    var s10 = FloatVector.zero(S);
    var s11 = FloatVector.zero(S);
    var s12 = FloatVector.zero(S);
    var s13 = FloatVector.zero(S);
    var s20 = FloatVector.zero(S);
    var s21 = FloatVector.zero(S);
    var s22 = FloatVector.zero(S);
    var s23 = FloatVector.zero(S);
    var s30 = FloatVector.zero(S);
    var s31 = FloatVector.zero(S);
    var s32 = FloatVector.zero(S);
    var s33 = FloatVector.zero(S);
    var s40 = FloatVector.zero(S);
    var s41 = FloatVector.zero(S);
    var s42 = FloatVector.zero(S);
    var s43 = FloatVector.zero(S);
    for (int p = 0; p < S.loopBound(k); p += L) {
      var y0 = FloatVector.fromArray(S, b, bo + p);
      var y1 = FloatVector.fromArray(S, b, b1 + p);
      var y2 = FloatVector.fromArray(S, b, b2 + p);
      var y3 = FloatVector.fromArray(S, b, b3 + p);
      var x = FloatVector.fromArray(S, a, ao + p);
      s00 = x.fma(y0, s00);
      s01 = x.fma(y1, s01);
      s02 = x.fma(y2, s02);
      s03 = x.fma(y3, s03);
      x = FloatVector.fromArray(S, a, a1 + p);
      s10 = x.fma(y0, s10);
      s11 = x.fma(y1, s11);
      s12 = x.fma(y2, s12);
      s13 = x.fma(y3, s13);
      x = FloatVector.fromArray(S, a, a2 + p);
      s20 = x.fma(y0, s20);
      s21 = x.fma(y1, s21);
      s22 = x.fma(y2, s22);
      s23 = x.fma(y3, s23);
      x = FloatVector.fromArray(S, a, a3 + p);
      s30 = x.fma(y0, s30);
      s31 = x.fma(y1, s31);
      s32 = x.fma(y2, s32);
      s33 = x.fma(y3, s33);
      x = FloatVector.fromArray(S, a, a4 + p);
      s40 = x.fma(y0, s40);
      s41 = x.fma(y1, s41);
      s42 = x.fma(y2, s42);
      s43 = x.fma(y3, s43);
    }
    s00.intoArray(sums, 0);
    s01.intoArray(sums, L);
    s02.intoArray(sums, 2 * L);
    s03.intoArray(sums, 3 * L);
    s10.intoArray(sums, 4 * L);
    s11.intoArray(sums, 5 * L);
    s12.intoArray(sums, 6 * L);
    s13.intoArray(sums, 7 * L);
    s20.intoArray(sums, 8 * L);
    s21.intoArray(sums, 9 * L);
    s22.intoArray(sums, 10 * L);
    s23.intoArray(sums, 11 * L);
    s30.intoArray(sums, 12 * L);
    s31.intoArray(sums, 13 * L);
    s32.intoArray(sums, 14 * L);
    s33.intoArray(sums, 15 * L);
    s40.intoArray(sums, 16 * L);
    s41.intoArray(sums, 17 * L);
    s42.intoArray(sums, 18 * L);
    s43.intoArray(sums, 19 * L);
  }

  /** {@link #block} for a single row of A. */
  static void row(int columns, int k, float[] a, int ao, float[] b, int bo, int ldb, float[] sums) {
    int b1 = columns > 1 ? bo + ldb : bo;
    int b2 = columns > 2 ? b1 + ldb : b1;
    int b3 = columns > 3 ? b2 + ldb : b2;
    var s00 = FloatVector.zero(S);
    var s01 = FloatVector.zero(S);
    var s02 = FloatVector.zero(S);
    var s03 = FloatVector.zero(S);
    for (int p = 0; p < S.loopBound(k); p += L) {
      var y0 = FloatVector.fromArray(S, b, bo + p);
      var y1 = FloatVector.fromArray(S, b, b1 + p);
      var y2 = FloatVector.fromArray(S, b, b2 + p);
      var y3 = FloatVector.fromArray(S, b, b3 + p);
      var x = FloatVector.fromArray(S, a, ao + p);
      s00 = x.fma(y0, s00);
      s01 = x.fma(y1, s01);
      s02 = x.fma(y2, s02);
      s03 = x.fma(y3, s03);
    }
    s00.intoArray(sums, 0);
    s01.intoArray(sums, L);
    s02.intoArray(sums, 2 * L);
    s03.intoArray(sums, 3 * L);
  }

  /** Adds what is left of k to the sums, adds up their lanes, and stores or adds the results. */
  static void finish(
      int rows,
      int columns,
      int k,
      float[] a,
      int ao,
      int lda,
      float[] b,
      int bo,
      int ldb,
      float[] sums,
      boolean add,
      float[] c,
      int co,
      int ldc) {
    var mask = S.indexInRange(0, columns);
    int p = S.loopBound(k);
    var tail = S.indexInRange(p, k);
    int b1 = columns > 1 ? bo + ldb : bo;
    int b2 = columns > 2 ? b1 + ldb : b1;
    int b3 = columns > 3 ? b2 + ldb : b2;
    for (int r = 0; r < rows; r++) {
      int at = r * COLUMNS * L;
      var s0 = FloatVector.fromArray(S, sums, at);
      var s1 = FloatVector.fromArray(S, sums, at + L);
      var s2 = FloatVector.fromArray(S, sums, at + 2 * L);
      var s3 = FloatVector.fromArray(S, sums, at + 3 * L);
      if (p < k) {
        var x = FloatVector.fromArray(S, a, ao + r * lda + p, tail);
        s0 = x.fma(FloatVector.fromArray(S, b, bo + p, tail), s0);
        s1 = x.fma(FloatVector.fromArray(S, b, b1 + p, tail), s1);
        s2 = x.fma(FloatVector.fromArray(S, b, b2 + p, tail), s2);
        s3 = x.fma(FloatVector.fromArray(S, b, b3 + p, tail), s3);
      }
      s0 = s0.blend(s2, BIT1).add(s2.blend(s0, BIT1).rearrange(SWAP2));
      s1 = s1.blend(s3, BIT1).add(s3.blend(s1, BIT1).rearrange(SWAP2));
      s0 = s0.blend(s1, BIT0).add(s1.blend(s0, BIT0).rearrange(SWAP1));
      if (L > 4) {
        s0 = s0.add(s0.rearrange(SWAP4));
      }
      if (L > 8) {
        s0 = s0.add(s0.rearrange(SWAP8));
      }
      if (add) {
        s0 = s0.add(FloatVector.fromArray(S, c, co, mask));
      }
      s0.intoArray(c, co, mask);
      co += ldc;
    }
  }
}
