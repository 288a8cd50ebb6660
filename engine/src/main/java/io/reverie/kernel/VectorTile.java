package io.reverie.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The micro-kernel of the matrix product: a tile of C held in registers while A and B stream by.
 *
 * <p>All methods are one loop in several shapes: a tile of R rows and V vectors adds {@code k}
 * products to R × V sums, one row of B and one column of A at a time, and then writes the sums into
 * C, or adds them to it. Each sum is a local variable and every line is written out, since only so
 * does C2 keep the sums in registers: an array of vectors would be an array of objects, and a
 * vector that passes through a call becomes one too.
 *
 * <p>Three limits of the JIT compilers shape these methods. Sums, the row of B and one value of A
 * must fit the registers: 24 + 4 + 1 of 32 in the largest. An index is checked for free only where
 * it is the loop's variable plus something fixed, which is why there is a {@link VectorTileT} and
 * not a stride between the values of A. And a method with many masked loads or stores outgrows C1,
 * after which it may never reach C2 at all; so there are no masks here, and {@link VectorTiling}
 * takes care of columns that fill no vector.
 *
 * <p>Parameters: A's row {@code r} begins at {@code ao + r * lda}; B's row {@code p} at {@code bo +
 * p * ldb}. Of a tile's rows only the first {@code rows} are there: the others are computed from
 * the last of them and not stored.
 */
final class VectorTile {
  private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
  private static final int L = S.length();

  private VectorTile() {}

  /** 24 sums: the one that does most of the work where vectors are 512 bits wide. */
  static void tile6x4(
      int rows,
      int k,
      float[] a,
      int ao,
      int lda,
      float[] b,
      int bo,
      int ldb,
      boolean add,
      float[] c,
      int co,
      int ldc) {
    var c00 = FloatVector.zero(S);
    var c01 = FloatVector.zero(S);
    var c02 = FloatVector.zero(S);
    var c03 = FloatVector.zero(S);
    var c10 = FloatVector.zero(S);
    var c11 = FloatVector.zero(S);
    var c12 = FloatVector.zero(S);
    var c13 = FloatVector.zero(S);
    var c20 = FloatVector.zero(S);
    var c21 = FloatVector.zero(S);
    var c22 = FloatVector.zero(S);
    var c23 = FloatVector.zero(S);
    var c30 = FloatVector.zero(S);
    var c31 = FloatVector.zero(S);
    var c32 = FloatVector.zero(S);
    var c33 = FloatVector.zero(S);
    var c40 = FloatVector.zero(S);
    var c41 = FloatVector.zero(S);
    var c42 = FloatVector.zero(S);
    var c43 = FloatVector.zero(S);
    var c50 = FloatVector.zero(S);
    var c51 = FloatVector.zero(S);
    var c52 = FloatVector.zero(S);
    var c53 = FloatVector.zero(S);
    int a1 = rows > 1 ? ao + lda : ao;
    int a2 = rows > 2 ? a1 + lda : a1;
    int a3 = rows > 3 ? a2 + lda : a2;
    int a4 = rows > 4 ? a3 + lda : a3;
    int a5 = rows > 5 ? a4 + lda : a4;
    for (int p = 0, bi = bo; p < k; p++, bi += ldb) {
      var b0 = FloatVector.fromArray(S, b, bi);
      var b1 = FloatVector.fromArray(S, b, bi + L);
      var b2 = FloatVector.fromArray(S, b, bi + 2 * L);
      var b3 = FloatVector.fromArray(S, b, bi + 3 * L);
      var x = FloatVector.broadcast(S, a[ao + p]);
      c00 = x.fma(b0, c00);
      c01 = x.fma(b1, c01);
      c02 = x.fma(b2, c02);
      c03 = x.fma(b3, c03);
      x = FloatVector.broadcast(S, a[a1 + p]);
      c10 = x.fma(b0, c10);
      c11 = x.fma(b1, c11);
      c12 = x.fma(b2, c12);
      c13 = x.fma(b3, c13);
      x = FloatVector.broadcast(S, a[a2 + p]);
      c20 = x.fma(b0, c20);
      c21 = x.fma(b1, c21);
      c22 = x.fma(b2, c22);
      c23 = x.fma(b3, c23);
      x = FloatVector.broadcast(S, a[a3 + p]);
      c30 = x.fma(b0, c30);
      c31 = x.fma(b1, c31);
      c32 = x.fma(b2, c32);
      c33 = x.fma(b3, c33);
      x = FloatVector.broadcast(S, a[a4 + p]);
      c40 = x.fma(b0, c40);
      c41 = x.fma(b1, c41);
      c42 = x.fma(b2, c42);
      c43 = x.fma(b3, c43);
      x = FloatVector.broadcast(S, a[a5 + p]);
      c50 = x.fma(b0, c50);
      c51 = x.fma(b1, c51);
      c52 = x.fma(b2, c52);
      c53 = x.fma(b3, c53);
    }
    if (add) {
      c00 = c00.add(FloatVector.fromArray(S, c, co));
      c01 = c01.add(FloatVector.fromArray(S, c, co + L));
      c02 = c02.add(FloatVector.fromArray(S, c, co + 2 * L));
      c03 = c03.add(FloatVector.fromArray(S, c, co + 3 * L));
    }
    c00.intoArray(c, co);
    c01.intoArray(c, co + L);
    c02.intoArray(c, co + 2 * L);
    c03.intoArray(c, co + 3 * L);
    if (rows == 1) {
      return;
    }
    co += ldc;
    if (add) {
      c10 = c10.add(FloatVector.fromArray(S, c, co));
      c11 = c11.add(FloatVector.fromArray(S, c, co + L));
      c12 = c12.add(FloatVector.fromArray(S, c, co + 2 * L));
      c13 = c13.add(FloatVector.fromArray(S, c, co + 3 * L));
    }
    c10.intoArray(c, co);
    c11.intoArray(c, co + L);
    c12.intoArray(c, co + 2 * L);
    c13.intoArray(c, co + 3 * L);
    if (rows == 2) {
      return;
    }
    co += ldc;
    if (add) {
      c20 = c20.add(FloatVector.fromArray(S, c, co));
      c21 = c21.add(FloatVector.fromArray(S, c, co + L));
      c22 = c22.add(FloatVector.fromArray(S, c, co + 2 * L));
      c23 = c23.add(FloatVector.fromArray(S, c, co + 3 * L));
    }
    c20.intoArray(c, co);
    c21.intoArray(c, co + L);
    c22.intoArray(c, co + 2 * L);
    c23.intoArray(c, co + 3 * L);
    if (rows == 3) {
      return;
    }
    co += ldc;
    if (add) {
      c30 = c30.add(FloatVector.fromArray(S, c, co));
      c31 = c31.add(FloatVector.fromArray(S, c, co + L));
      c32 = c32.add(FloatVector.fromArray(S, c, co + 2 * L));
      c33 = c33.add(FloatVector.fromArray(S, c, co + 3 * L));
    }
    c30.intoArray(c, co);
    c31.intoArray(c, co + L);
    c32.intoArray(c, co + 2 * L);
    c33.intoArray(c, co + 3 * L);
    if (rows == 4) {
      return;
    }
    co += ldc;
    if (add) {
      c40 = c40.add(FloatVector.fromArray(S, c, co));
      c41 = c41.add(FloatVector.fromArray(S, c, co + L));
      c42 = c42.add(FloatVector.fromArray(S, c, co + 2 * L));
      c43 = c43.add(FloatVector.fromArray(S, c, co + 3 * L));
    }
    c40.intoArray(c, co);
    c41.intoArray(c, co + L);
    c42.intoArray(c, co + 2 * L);
    c43.intoArray(c, co + 3 * L);
    if (rows == 5) {
      return;
    }
    co += ldc;
    if (add) {
      c50 = c50.add(FloatVector.fromArray(S, c, co));
      c51 = c51.add(FloatVector.fromArray(S, c, co + L));
      c52 = c52.add(FloatVector.fromArray(S, c, co + 2 * L));
      c53 = c53.add(FloatVector.fromArray(S, c, co + 3 * L));
    }
    c50.intoArray(c, co);
    c51.intoArray(c, co + L);
    c52.intoArray(c, co + 2 * L);
    c53.intoArray(c, co + 3 * L);
  }

  /** 16 sums, for the last rows: 8 rows are two of these and not one and a third of six. */
  static void tile4x4(
      int rows,
      int k,
      float[] a,
      int ao,
      int lda,
      float[] b,
      int bo,
      int ldb,
      boolean add,
      float[] c,
      int co,
      int ldc) {
    var c00 = FloatVector.zero(S);
    var c01 = FloatVector.zero(S);
    var c02 = FloatVector.zero(S);
    var c03 = FloatVector.zero(S);
    var c10 = FloatVector.zero(S);
    var c11 = FloatVector.zero(S);
    var c12 = FloatVector.zero(S);
    var c13 = FloatVector.zero(S);
    var c20 = FloatVector.zero(S);
    var c21 = FloatVector.zero(S);
    var c22 = FloatVector.zero(S);
    var c23 = FloatVector.zero(S);
    var c30 = FloatVector.zero(S);
    var c31 = FloatVector.zero(S);
    var c32 = FloatVector.zero(S);
    var c33 = FloatVector.zero(S);
    int a1 = rows > 1 ? ao + lda : ao;
    int a2 = rows > 2 ? a1 + lda : a1;
    int a3 = rows > 3 ? a2 + lda : a2;
    for (int p = 0, bi = bo; p < k; p++, bi += ldb) {
      var b0 = FloatVector.fromArray(S, b, bi);
      var b1 = FloatVector.fromArray(S, b, bi + L);
      var b2 = FloatVector.fromArray(S, b, bi + 2 * L);
      var b3 = FloatVector.fromArray(S, b, bi + 3 * L);
      var x = FloatVector.broadcast(S, a[ao + p]);
      c00 = x.fma(b0, c00);
      c01 = x.fma(b1, c01);
      c02 = x.fma(b2, c02);
      c03 = x.fma(b3, c03);
      x = FloatVector.broadcast(S, a[a1 + p]);
      c10 = x.fma(b0, c10);
      c11 = x.fma(b1, c11);
      c12 = x.fma(b2, c12);
      c13 = x.fma(b3, c13);
      x = FloatVector.broadcast(S, a[a2 + p]);
      c20 = x.fma(b0, c20);
      c21 = x.fma(b1, c21);
      c22 = x.fma(b2, c22);
      c23 = x.fma(b3, c23);
      x = FloatVector.broadcast(S, a[a3 + p]);
      c30 = x.fma(b0, c30);
      c31 = x.fma(b1, c31);
      c32 = x.fma(b2, c32);
      c33 = x.fma(b3, c33);
    }
    if (add) {
      c00 = c00.add(FloatVector.fromArray(S, c, co));
      c01 = c01.add(FloatVector.fromArray(S, c, co + L));
      c02 = c02.add(FloatVector.fromArray(S, c, co + 2 * L));
      c03 = c03.add(FloatVector.fromArray(S, c, co + 3 * L));
    }
    c00.intoArray(c, co);
    c01.intoArray(c, co + L);
    c02.intoArray(c, co + 2 * L);
    c03.intoArray(c, co + 3 * L);
    if (rows == 1) {
      return;
    }
    co += ldc;
    if (add) {
      c10 = c10.add(FloatVector.fromArray(S, c, co));
      c11 = c11.add(FloatVector.fromArray(S, c, co + L));
      c12 = c12.add(FloatVector.fromArray(S, c, co + 2 * L));
      c13 = c13.add(FloatVector.fromArray(S, c, co + 3 * L));
    }
    c10.intoArray(c, co);
    c11.intoArray(c, co + L);
    c12.intoArray(c, co + 2 * L);
    c13.intoArray(c, co + 3 * L);
    if (rows == 2) {
      return;
    }
    co += ldc;
    if (add) {
      c20 = c20.add(FloatVector.fromArray(S, c, co));
      c21 = c21.add(FloatVector.fromArray(S, c, co + L));
      c22 = c22.add(FloatVector.fromArray(S, c, co + 2 * L));
      c23 = c23.add(FloatVector.fromArray(S, c, co + 3 * L));
    }
    c20.intoArray(c, co);
    c21.intoArray(c, co + L);
    c22.intoArray(c, co + 2 * L);
    c23.intoArray(c, co + 3 * L);
    if (rows == 3) {
      return;
    }
    co += ldc;
    if (add) {
      c30 = c30.add(FloatVector.fromArray(S, c, co));
      c31 = c31.add(FloatVector.fromArray(S, c, co + L));
      c32 = c32.add(FloatVector.fromArray(S, c, co + 2 * L));
      c33 = c33.add(FloatVector.fromArray(S, c, co + 3 * L));
    }
    c30.intoArray(c, co);
    c31.intoArray(c, co + L);
    c32.intoArray(c, co + 2 * L);
    c33.intoArray(c, co + 3 * L);
  }

  /** 12 sums: all that 16 registers hold. */
  static void tile6x2(
      int rows,
      int k,
      float[] a,
      int ao,
      int lda,
      float[] b,
      int bo,
      int ldb,
      boolean add,
      float[] c,
      int co,
      int ldc) {
    var c00 = FloatVector.zero(S);
    var c01 = FloatVector.zero(S);
    var c10 = FloatVector.zero(S);
    var c11 = FloatVector.zero(S);
    var c20 = FloatVector.zero(S);
    var c21 = FloatVector.zero(S);
    var c30 = FloatVector.zero(S);
    var c31 = FloatVector.zero(S);
    var c40 = FloatVector.zero(S);
    var c41 = FloatVector.zero(S);
    var c50 = FloatVector.zero(S);
    var c51 = FloatVector.zero(S);
    int a1 = rows > 1 ? ao + lda : ao;
    int a2 = rows > 2 ? a1 + lda : a1;
    int a3 = rows > 3 ? a2 + lda : a2;
    int a4 = rows > 4 ? a3 + lda : a3;
    int a5 = rows > 5 ? a4 + lda : a4;
    for (int p = 0, bi = bo; p < k; p++, bi += ldb) {
      var b0 = FloatVector.fromArray(S, b, bi);
      var b1 = FloatVector.fromArray(S, b, bi + L);
      var x = FloatVector.broadcast(S, a[ao + p]);
      c00 = x.fma(b0, c00);
      c01 = x.fma(b1, c01);
      x = FloatVector.broadcast(S, a[a1 + p]);
      c10 = x.fma(b0, c10);
      c11 = x.fma(b1, c11);
      x = FloatVector.broadcast(S, a[a2 + p]);
      c20 = x.fma(b0, c20);
      c21 = x.fma(b1, c21);
      x = FloatVector.broadcast(S, a[a3 + p]);
      c30 = x.fma(b0, c30);
      c31 = x.fma(b1, c31);
      x = FloatVector.broadcast(S, a[a4 + p]);
      c40 = x.fma(b0, c40);
      c41 = x.fma(b1, c41);
      x = FloatVector.broadcast(S, a[a5 + p]);
      c50 = x.fma(b0, c50);
      c51 = x.fma(b1, c51);
    }
    if (add) {
      c00 = c00.add(FloatVector.fromArray(S, c, co));
      c01 = c01.add(FloatVector.fromArray(S, c, co + L));
    }
    c00.intoArray(c, co);
    c01.intoArray(c, co + L);
    if (rows == 1) {
      return;
    }
    co += ldc;
    if (add) {
      c10 = c10.add(FloatVector.fromArray(S, c, co));
      c11 = c11.add(FloatVector.fromArray(S, c, co + L));
    }
    c10.intoArray(c, co);
    c11.intoArray(c, co + L);
    if (rows == 2) {
      return;
    }
    co += ldc;
    if (add) {
      c20 = c20.add(FloatVector.fromArray(S, c, co));
      c21 = c21.add(FloatVector.fromArray(S, c, co + L));
    }
    c20.intoArray(c, co);
    c21.intoArray(c, co + L);
    if (rows == 3) {
      return;
    }
    co += ldc;
    if (add) {
      c30 = c30.add(FloatVector.fromArray(S, c, co));
      c31 = c31.add(FloatVector.fromArray(S, c, co + L));
    }
    c30.intoArray(c, co);
    c31.intoArray(c, co + L);
    if (rows == 4) {
      return;
    }
    co += ldc;
    if (add) {
      c40 = c40.add(FloatVector.fromArray(S, c, co));
      c41 = c41.add(FloatVector.fromArray(S, c, co + L));
    }
    c40.intoArray(c, co);
    c41.intoArray(c, co + L);
    if (rows == 5) {
      return;
    }
    co += ldc;
    if (add) {
      c50 = c50.add(FloatVector.fromArray(S, c, co));
      c51 = c51.add(FloatVector.fromArray(S, c, co + L));
    }
    c50.intoArray(c, co);
    c51.intoArray(c, co + L);
  }

  /** 6 sums, for the last columns. */
  static void tile6x1(
      int rows,
      int k,
      float[] a,
      int ao,
      int lda,
      float[] b,
      int bo,
      int ldb,
      boolean add,
      float[] c,
      int co,
      int ldc) {
    var c00 = FloatVector.zero(S);
    var c10 = FloatVector.zero(S);
    var c20 = FloatVector.zero(S);
    var c30 = FloatVector.zero(S);
    var c40 = FloatVector.zero(S);
    var c50 = FloatVector.zero(S);
    int a1 = rows > 1 ? ao + lda : ao;
    int a2 = rows > 2 ? a1 + lda : a1;
    int a3 = rows > 3 ? a2 + lda : a2;
    int a4 = rows > 4 ? a3 + lda : a3;
    int a5 = rows > 5 ? a4 + lda : a4;
    for (int p = 0, bi = bo; p < k; p++, bi += ldb) {
      var b0 = FloatVector.fromArray(S, b, bi);
      var x = FloatVector.broadcast(S, a[ao + p]);
      c00 = x.fma(b0, c00);
      x = FloatVector.broadcast(S, a[a1 + p]);
      c10 = x.fma(b0, c10);
      x = FloatVector.broadcast(S, a[a2 + p]);
      c20 = x.fma(b0, c20);
      x = FloatVector.broadcast(S, a[a3 + p]);
      c30 = x.fma(b0, c30);
      x = FloatVector.broadcast(S, a[a4 + p]);
      c40 = x.fma(b0, c40);
      x = FloatVector.broadcast(S, a[a5 + p]);
      c50 = x.fma(b0, c50);
    }
    if (add) {
      c00 = c00.add(FloatVector.fromArray(S, c, co));
    }
    c00.intoArray(c, co);
    if (rows == 1) {
      return;
    }
    co += ldc;
    if (add) {
      c10 = c10.add(FloatVector.fromArray(S, c, co));
    }
    c10.intoArray(c, co);
    if (rows == 2) {
      return;
    }
    co += ldc;
    if (add) {
      c20 = c20.add(FloatVector.fromArray(S, c, co));
    }
    c20.intoArray(c, co);
    if (rows == 3) {
      return;
    }
    co += ldc;
    if (add) {
      c30 = c30.add(FloatVector.fromArray(S, c, co));
    }
    c30.intoArray(c, co);
    if (rows == 4) {
      return;
    }
    co += ldc;
    if (add) {
      c40 = c40.add(FloatVector.fromArray(S, c, co));
    }
    c40.intoArray(c, co);
    if (rows == 5) {
      return;
    }
    co += ldc;
    if (add) {
      c50 = c50.add(FloatVector.fromArray(S, c, co));
    }
    c50.intoArray(c, co);
  }
}
