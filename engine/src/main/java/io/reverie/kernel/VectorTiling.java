package io.reverie.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Which tiles cover a piece of C: the tallest and widest ones that fit, narrower ones at its edges.
 * By one thread; {@link VectorGemm} shares out large products among threads.
 */
final class VectorTiling {
  private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
  private static final int L = S.length();

  /** 512-bit vectors come with 32 registers, for 6 × 4 sums; elsewhere 16 are sure, for 6 × 2. */
  static final boolean WIDE = L == 16;

  /** Columns of C that a tile covers and a panel holds. */
  static final int PANEL = WIDE ? 4 * L : 2 * L;

  /** With so many panels to pass by it pays to copy rows of A to a {@link VectorStrip}. */
  static final int STRIP_PANELS = 2;

  private VectorTiling() {}

  /**
   * C = A·B, or C += A·B, by one thread, for a B that lies in panels on borders of cache lines, one
   * after the other.
   */
  static void panels(
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
    int pitch = PANEL * k;
    int full = WIDE && k <= VectorStrip.STRETCH ? n / PANEL : 0;
    float[] strip = VectorStrip.own();
    for (int i = 0, high; i < m; i += high) {
      int tall = tall(m - i);
      high = Math.min(tall, m - i);
      boolean strips = tall == 6 && full >= STRIP_PANELS;
      if (strips) {
        VectorStrip.copy(high, k, a, ao + i * lda, lda, strip);
      }
      for (int j = 0, y = at, to = co + i * ldc; j < n; j += PANEL, y += pitch, to += PANEL) {
        if (strips && j < full * PANEL) {
          VectorStrip.tile6x4(high, k, strip, panels, y, add, c, to, ldc);
        } else {
          int wide = Math.min(PANEL, n - j);
          tile(
              false,
              tall,
              high,
              wide,
              k,
              a,
              ao + i * lda,
              lda,
              panels,
              y,
              PANEL,
              true,
              add,
              c,
              to,
              ldc);
        }
      }
    }
  }

  /**
   * C = A·B, or C += A·B, for B and C as wide as some vectors, by one thread, with nothing copied:
   * for one of many small products of what lies on borders of cache lines already. A transposed A
   * must have five numbers after its last.
   */
  static void tiles(
      boolean transA,
      int m,
      int n,
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
    for (int j = 0; j < n; j += PANEL) {
      int wide = Math.min(PANEL, n - j);
      for (int i = 0, high; i < m; i += high) {
        int tall = tall(m - i);
        high = Math.min(tall, m - i);
        int from = transA ? ao + i : ao + i * lda;
        int to = co + i * ldc + j;
        tile(transA, tall, high, wide, k, a, from, lda, b, bo + j, ldb, true, add, c, to, ldc);
      }
    }
  }

  /** Rows of the next tile: 6, or 4 where that leaves fewer rows of the last one empty. */
  static int tall(int rest) {
    return !WIDE || rest > 8 || rest == 5 || rest == 6 ? 6 : 4;
  }

  /** The widest tiles that fit into {@code width} columns, at most a panel, side by side. */
  static void tile(
      boolean transA,
      int tall,
      int rows,
      int width,
      int depth,
      float[] x,
      int xo,
      int xs,
      float[] y,
      int yo,
      int ys,
      boolean padded,
      boolean add,
      float[] c,
      int to,
      int ldc) {
    if (WIDE && width == PANEL) {
      if (tall == 6) {
        if (transA) {
          VectorTileT.tile6x4(rows, depth, x, xo, xs, y, yo, ys, add, c, to, ldc);
        } else {
          VectorTile.tile6x4(rows, depth, x, xo, xs, y, yo, ys, add, c, to, ldc);
        }
      } else if (transA) {
        VectorTileT.tile4x4(rows, depth, x, xo, xs, y, yo, ys, add, c, to, ldc);
      } else {
        VectorTile.tile4x4(rows, depth, x, xo, xs, y, yo, ys, add, c, to, ldc);
      }
      return;
    }
    int j = 0;
    if (width >= 2 * L) {
      if (transA) {
        VectorTileT.tile6x2(rows, depth, x, xo, xs, y, yo, ys, add, c, to, ldc);
      } else {
        VectorTile.tile6x2(rows, depth, x, xo, xs, y, yo, ys, add, c, to, ldc);
      }
      j = 2 * L;
    }
    if (width >= j + L) {
      narrow(transA, rows, depth, x, xo, xs, y, yo + j, ys, add, c, to + j, ldc);
      j += L;
    }
    if (j < width) {
      // The last few columns: a full vector of sums goes to the side, and what belongs to C comes
      // from there. Unless B is padded, the vector begins early, so as not to run over B's end.
      int early = padded ? 0 : j + L - width;
      var side = VectorPack.edge(6 * L);
      narrow(transA, rows, depth, x, xo, xs, y, yo + j - early, ys, false, side, 0, L);
      for (int r = 0; r < rows; r++) {
        int ci = to + r * ldc;
        int si = r * L + early - j;
        for (int q = j; q < width; q++) {
          c[ci + q] = add ? c[ci + q] + side[si + q] : side[si + q];
        }
      }
    }
  }

  private static void narrow(
      boolean transA,
      int rows,
      int depth,
      float[] x,
      int xo,
      int xs,
      float[] y,
      int yo,
      int ys,
      boolean add,
      float[] to,
      int at,
      int stride) {
    if (transA) {
      VectorTileT.tile6x1(rows, depth, x, xo, xs, y, yo, ys, add, to, at, stride);
    } else {
      VectorTile.tile6x1(rows, depth, x, xo, xs, y, yo, ys, add, to, at, stride);
    }
  }
}
