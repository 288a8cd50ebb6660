package io.reverie.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * C = A·B for matrices in slices: a vector's width of columns, row after row, and then the next.
 *
 * <pre>
 *     A [k/L, rows, L] · B [n/W, k, W] = C [n/L, rows, L]
 * </pre>
 *
 * <p>B lies in panels of W = 4, 2 or 1 vectors. So all that the inner loop of a tile reads is a
 * fixed distance from two indices, which the processor adds for free; and the checks of both are
 * made before it. {@link VectorTile}, which takes rows where they lie, has an index for each of
 * them, and C2 registers for all of it in one process and not in the next.
 */
final class VectorSlices {
  private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
  private static final int L = S.length();

  private VectorSlices() {}

  /** Columns of the panel of B that begins at this one, of n, a number of whole vectors. */
  static int wide(int column, int n) {
    int rest = n - column;
    return VectorTiling.WIDE && rest >= 4 * L ? 4 * L : rest >= 2 * L ? 2 * L : L;
  }

  /**
   * C = A·B, by one thread, for an n of whole vectors. Of A, five rows after the last are read.
   *
   * @param apart how far a slice of A or C is from the next
   */
  static void product(
      int m, int n, int k, float[] a, int ao, float[] b, int bo, int apart, float[] c, int co) {
    for (int j = 0, wide; j < n; j += wide) {
      wide = wide(j, n);
      int panel = bo + j * k;
      int to = co + j / L * apart;
      for (int i = 0; i < m; i += 6) {
        int rows = Math.min(6, m - i);
        if (wide == 4 * L) {
          tile6x4(rows, k, a, ao + i * L, apart, b, panel, c, to + i * L, apart);
        } else if (wide == 2 * L) {
          tile6x2(rows, k, a, ao + i * L, apart, b, panel, c, to + i * L, apart);
        } else {
          tile6x1(rows, k, a, ao + i * L, apart, b, panel, c, to + i * L);
        }
      }
    }
  }

  /** 24 sums: the one that does most of the work where vectors are 512 bits wide. */
  private static void tile6x4(
      int rows,
      int k,
      float[] a,
      int ao,
      int apart,
      float[] b,
      int bo,
      float[] c,
      int co,
      int cApart) {
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
    for (int p = 0, ai = ao, bi = bo; p < k; p += L, ai += apart, bi += 4 * L * L) {
      int end = Math.min(L, k - p);
      for (int i = 0; i < end; i++) {
        int x0 = ai + i;
        int y0 = bi + i * 4 * L;
        var b0 = FloatVector.fromArray(S, b, y0);
        var b1 = FloatVector.fromArray(S, b, y0 + L);
        var b2 = FloatVector.fromArray(S, b, y0 + 2 * L);
        var b3 = FloatVector.fromArray(S, b, y0 + 3 * L);
        var x = FloatVector.broadcast(S, a[x0]);
        c00 = x.fma(b0, c00);
        c01 = x.fma(b1, c01);
        c02 = x.fma(b2, c02);
        c03 = x.fma(b3, c03);
        x = FloatVector.broadcast(S, a[x0 + L]);
        c10 = x.fma(b0, c10);
        c11 = x.fma(b1, c11);
        c12 = x.fma(b2, c12);
        c13 = x.fma(b3, c13);
        x = FloatVector.broadcast(S, a[x0 + 2 * L]);
        c20 = x.fma(b0, c20);
        c21 = x.fma(b1, c21);
        c22 = x.fma(b2, c22);
        c23 = x.fma(b3, c23);
        x = FloatVector.broadcast(S, a[x0 + 3 * L]);
        c30 = x.fma(b0, c30);
        c31 = x.fma(b1, c31);
        c32 = x.fma(b2, c32);
        c33 = x.fma(b3, c33);
        x = FloatVector.broadcast(S, a[x0 + 4 * L]);
        c40 = x.fma(b0, c40);
        c41 = x.fma(b1, c41);
        c42 = x.fma(b2, c42);
        c43 = x.fma(b3, c43);
        x = FloatVector.broadcast(S, a[x0 + 5 * L]);
        c50 = x.fma(b0, c50);
        c51 = x.fma(b1, c51);
        c52 = x.fma(b2, c52);
        c53 = x.fma(b3, c53);
      }
    }
    int c1 = co + cApart;
    int c2 = co + 2 * cApart;
    int c3 = co + 3 * cApart;
    c00.intoArray(c, co);
    c01.intoArray(c, c1);
    c02.intoArray(c, c2);
    c03.intoArray(c, c3);
    if (rows == 1) {
      return;
    }
    c10.intoArray(c, co + L);
    c11.intoArray(c, c1 + L);
    c12.intoArray(c, c2 + L);
    c13.intoArray(c, c3 + L);
    if (rows == 2) {
      return;
    }
    c20.intoArray(c, co + 2 * L);
    c21.intoArray(c, c1 + 2 * L);
    c22.intoArray(c, c2 + 2 * L);
    c23.intoArray(c, c3 + 2 * L);
    if (rows == 3) {
      return;
    }
    c30.intoArray(c, co + 3 * L);
    c31.intoArray(c, c1 + 3 * L);
    c32.intoArray(c, c2 + 3 * L);
    c33.intoArray(c, c3 + 3 * L);
    if (rows == 4) {
      return;
    }
    c40.intoArray(c, co + 4 * L);
    c41.intoArray(c, c1 + 4 * L);
    c42.intoArray(c, c2 + 4 * L);
    c43.intoArray(c, c3 + 4 * L);
    if (rows == 5) {
      return;
    }
    c50.intoArray(c, co + 5 * L);
    c51.intoArray(c, c1 + 5 * L);
    c52.intoArray(c, c2 + 5 * L);
    c53.intoArray(c, c3 + 5 * L);
  }

  /** 12 sums: the widest where there are 16 registers. */
  private static void tile6x2(
      int rows,
      int k,
      float[] a,
      int ao,
      int apart,
      float[] b,
      int bo,
      float[] c,
      int co,
      int cApart) {
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
    for (int p = 0, ai = ao, bi = bo; p < k; p += L, ai += apart, bi += 2 * L * L) {
      int end = Math.min(L, k - p);
      for (int i = 0; i < end; i++) {
        int x0 = ai + i;
        int y0 = bi + i * 2 * L;
        var b0 = FloatVector.fromArray(S, b, y0);
        var b1 = FloatVector.fromArray(S, b, y0 + L);
        var x = FloatVector.broadcast(S, a[x0]);
        c00 = x.fma(b0, c00);
        c01 = x.fma(b1, c01);
        x = FloatVector.broadcast(S, a[x0 + L]);
        c10 = x.fma(b0, c10);
        c11 = x.fma(b1, c11);
        x = FloatVector.broadcast(S, a[x0 + 2 * L]);
        c20 = x.fma(b0, c20);
        c21 = x.fma(b1, c21);
        x = FloatVector.broadcast(S, a[x0 + 3 * L]);
        c30 = x.fma(b0, c30);
        c31 = x.fma(b1, c31);
        x = FloatVector.broadcast(S, a[x0 + 4 * L]);
        c40 = x.fma(b0, c40);
        c41 = x.fma(b1, c41);
        x = FloatVector.broadcast(S, a[x0 + 5 * L]);
        c50 = x.fma(b0, c50);
        c51 = x.fma(b1, c51);
      }
    }
    int c1 = co + cApart;
    c00.intoArray(c, co);
    c01.intoArray(c, c1);
    if (rows == 1) {
      return;
    }
    c10.intoArray(c, co + L);
    c11.intoArray(c, c1 + L);
    if (rows == 2) {
      return;
    }
    c20.intoArray(c, co + 2 * L);
    c21.intoArray(c, c1 + 2 * L);
    if (rows == 3) {
      return;
    }
    c30.intoArray(c, co + 3 * L);
    c31.intoArray(c, c1 + 3 * L);
    if (rows == 4) {
      return;
    }
    c40.intoArray(c, co + 4 * L);
    c41.intoArray(c, c1 + 4 * L);
    if (rows == 5) {
      return;
    }
    c50.intoArray(c, co + 5 * L);
    c51.intoArray(c, c1 + 5 * L);
  }

  /** 6 sums. */
  private static void tile6x1(
      int rows, int k, float[] a, int ao, int apart, float[] b, int bo, float[] c, int co) {
    var c00 = FloatVector.zero(S);
    var c10 = FloatVector.zero(S);
    var c20 = FloatVector.zero(S);
    var c30 = FloatVector.zero(S);
    var c40 = FloatVector.zero(S);
    var c50 = FloatVector.zero(S);
    for (int p = 0, ai = ao, bi = bo; p < k; p += L, ai += apart, bi += L * L) {
      int end = Math.min(L, k - p);
      for (int i = 0; i < end; i++) {
        int x0 = ai + i;
        int y0 = bi + i * L;
        var b0 = FloatVector.fromArray(S, b, y0);
        var x = FloatVector.broadcast(S, a[x0]);
        c00 = x.fma(b0, c00);
        x = FloatVector.broadcast(S, a[x0 + L]);
        c10 = x.fma(b0, c10);
        x = FloatVector.broadcast(S, a[x0 + 2 * L]);
        c20 = x.fma(b0, c20);
        x = FloatVector.broadcast(S, a[x0 + 3 * L]);
        c30 = x.fma(b0, c30);
        x = FloatVector.broadcast(S, a[x0 + 4 * L]);
        c40 = x.fma(b0, c40);
        x = FloatVector.broadcast(S, a[x0 + 5 * L]);
        c50 = x.fma(b0, c50);
      }
    }
    c00.intoArray(c, co);
    if (rows == 1) {
      return;
    }
    c10.intoArray(c, co + L);
    if (rows == 2) {
      return;
    }
    c20.intoArray(c, co + 2 * L);
    if (rows == 3) {
      return;
    }
    c30.intoArray(c, co + 3 * L);
    if (rows == 4) {
      return;
    }
    c40.intoArray(c, co + 4 * L);
    if (rows == 5) {
      return;
    }
    c50.intoArray(c, co + 5 * L);
  }
}
