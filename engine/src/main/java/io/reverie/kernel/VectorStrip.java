package io.reverie.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Six rows of A side by side, {@value #ROW} floats apart, and the tile that reads them so.
 *
 * <p>Rows that lie where they may are six indices in the loop of {@link VectorTile#tile6x4}, and a
 * panel whose rows are a variable apart is checked twice at each of them. With all that C2 has just
 * registers enough, or not: in one process it keeps a vector of B on the stack, and the tile is
 * much slower than in the next. Here distances are fixed, which the processor adds for free, and
 * the checks are made before the loop. The copy is not free, so it is made for rows that meet
 * {@link VectorTiling#STRIP_PANELS} panels or more.
 */
final class VectorStrip {
  private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
  private static final int L = S.length();
  private static final int PANEL = 4 * L;

  /** As many rows as the tallest tile. */
  private static final int ROWS = 6;

  /** The longest row. */
  static final int STRETCH = 512;

  /** From row to row: not a power of two, for such rows drive each other out of the caches. */
  static final int ROW = STRETCH + 16;

  /** Where the first row begins. */
  static final int START = VectorPack.ALIGNED;

  private static final ThreadLocal<float[]> OWN =
      ThreadLocal.withInitial(() -> new float[START + ROWS * ROW]);

  private VectorStrip() {}

  /** This thread's strip. */
  static float[] own() {
    return OWN.get();
  }

  /** Copies the first k numbers of up to six rows; the last one fills the places that are left. */
  static void copy(int rows, int k, float[] a, int ao, int lda, float[] strip) {
    for (int r = 0; r < ROWS; r++) {
      copy(k, a, ao + Math.min(r, rows - 1) * lda, strip, START + r * ROW);
    }
  }

  private static void copy(int k, float[] a, int ao, float[] strip, int at) {
    int last = k - L;
    if (last < 0) {
      System.arraycopy(a, ao, strip, at, k);
      return;
    }
    for (int p = 0; p < last; p += L) {
      FloatVector.fromArray(S, a, ao + p).intoArray(strip, at + p);
    }
    FloatVector.fromArray(S, a, ao + last).intoArray(strip, at + last);
  }

  /**
   * {@link VectorTile#tile6x4} for a strip and a panel of B, whose rows follow each other.
   *
   * @param rows how many of the strip's rows are there
   */
  static void tile6x4(
      int rows, int k, float[] strip, float[] b, int bo, boolean add, float[] c, int co, int ldc) {
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
    for (int p = 0; p < k; p++) {
      int ai = START + p;
      int bi = bo + p * PANEL;
      var b0 = FloatVector.fromArray(S, b, bi);
      var b1 = FloatVector.fromArray(S, b, bi + L);
      var b2 = FloatVector.fromArray(S, b, bi + 2 * L);
      var b3 = FloatVector.fromArray(S, b, bi + 3 * L);
      var x = FloatVector.broadcast(S, strip[ai]);
      c00 = x.fma(b0, c00);
      c01 = x.fma(b1, c01);
      c02 = x.fma(b2, c02);
      c03 = x.fma(b3, c03);
      x = FloatVector.broadcast(S, strip[ai + ROW]);
      c10 = x.fma(b0, c10);
      c11 = x.fma(b1, c11);
      c12 = x.fma(b2, c12);
      c13 = x.fma(b3, c13);
      x = FloatVector.broadcast(S, strip[ai + 2 * ROW]);
      c20 = x.fma(b0, c20);
      c21 = x.fma(b1, c21);
      c22 = x.fma(b2, c22);
      c23 = x.fma(b3, c23);
      x = FloatVector.broadcast(S, strip[ai + 3 * ROW]);
      c30 = x.fma(b0, c30);
      c31 = x.fma(b1, c31);
      c32 = x.fma(b2, c32);
      c33 = x.fma(b3, c33);
      x = FloatVector.broadcast(S, strip[ai + 4 * ROW]);
      c40 = x.fma(b0, c40);
      c41 = x.fma(b1, c41);
      c42 = x.fma(b2, c42);
      c43 = x.fma(b3, c43);
      x = FloatVector.broadcast(S, strip[ai + 5 * ROW]);
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
}
