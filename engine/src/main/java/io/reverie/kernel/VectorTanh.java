package io.reverie.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * tanh by pieces: from 1/8 to 12 every half octave has a polynomial of its own, and what is below
 * 1/8 has Taylor's.
 *
 * <p>A piece is known by the exponent and the first bit of the mantissa of |x|. The same
 * coefficient of all 16 pieces stands in one register, and each lane picks its piece's by a
 * permutation: a table look-up without memory. It takes two thirds of the time of an exponential
 * and a division, and errs by at most 1.02 units in the last place.
 *
 * <p>A piece's polynomial is around a point near its middle where tanh is very nearly a float, so
 * that the first coefficient is not rounded; the others interpolate in Chebyshev's points.
 */
final class VectorTanh {
  private static final VectorSpecies<Integer> S = IntVector.SPECIES_PREFERRED;

  /** Pieces that there is room for: lanes of a register. */
  private static final int PIECES = 16;

  /** Whether this machine's registers have room for them. */
  static final boolean FITS = S.length() == PIECES;

  /** What stays of a float's bits that tell the piece. */
  private static final int SHIFT = 22;

  private static final int DEGREE = 7;
  private static final float FIRST = 0.125f;

  /** Beyond it tanh is 1 to a float, as from 9.02 on. */
  private static final float LAST = 10f;

  private static final int BELOW_FIRST = Float.floatToRawIntBits(FIRST) - 1;
  private static final int SIGN = 0x80000000;

  /** Neighbours among which the middle is looked for. */
  private static final int NEIGHBOURS = 16;

  private static final IntVector[] TABLE = FITS ? table() : new IntVector[DEGREE + 2];
  private static final IntVector MIDDLE = TABLE[DEGREE + 1];
  private static final IntVector C0 = TABLE[0];
  private static final IntVector C1 = TABLE[1];
  private static final IntVector C2 = TABLE[2];
  private static final IntVector C3 = TABLE[3];
  private static final IntVector C4 = TABLE[4];
  private static final IntVector C5 = TABLE[5];
  private static final IntVector C6 = TABLE[6];
  private static final IntVector C7 = TABLE[7];

  private VectorTanh() {}

  /** tanh x, where {@link #FITS}. */
  static FloatVector tanh(FloatVector x) {
    FloatVector t = x.abs();
    t = t.blend(LAST, t.compare(VectorOperators.GT, LAST));
    // The selections take the piece modulo 16.
    IntVector piece = t.reinterpretAsInts().max(BELOW_FIRST).lanewise(VectorOperators.LSHR, SHIFT);
    FloatVector d = t.sub(piece.selectFrom(MIDDLE).reinterpretAsFloats());
    FloatVector p = piece.selectFrom(C7).reinterpretAsFloats();
    p = p.fma(d, piece.selectFrom(C6).reinterpretAsFloats());
    p = p.fma(d, piece.selectFrom(C5).reinterpretAsFloats());
    p = p.fma(d, piece.selectFrom(C4).reinterpretAsFloats());
    p = p.fma(d, piece.selectFrom(C3).reinterpretAsFloats());
    p = p.fma(d, piece.selectFrom(C2).reinterpretAsFloats());
    p = p.fma(d, piece.selectFrom(C1).reinterpretAsFloats());
    p = p.fma(d, piece.selectFrom(C0).reinterpretAsFloats());
    return p.reinterpretAsInts().or(x.reinterpretAsInts().and(SIGN)).reinterpretAsFloats();
  }

  /** The coefficients of all pieces, as bits, and their middles. */
  private static IntVector[] table() {
    int[][] rows = new int[DEGREE + 2][PIECES];
    put(rows, BELOW_FIRST, 0, 0, 1, 0, -1d / 3, 0, 2d / 15, 0, -17d / 315);
    int step = 1 << SHIFT;
    int last = Float.floatToRawIntBits(LAST);
    for (int bits = BELOW_FIRST + 1; bits <= last; bits += step) {
      float low = Float.intBitsToFloat(bits);
      float high = Float.intBitsToFloat(bits + step);
      float middle = middle((low + high) / 2);
      put(rows, bits, middle, polynomial(middle, (high - low) / 2));
    }
    IntVector[] table = new IntVector[rows.length];
    for (int i = 0; i < rows.length; i++) {
      table[i] = IntVector.fromArray(S, rows[i], 0);
    }
    return table;
  }

  private static void put(int[][] rows, int bits, float middle, double... coefficients) {
    int piece = bits >>> SHIFT & PIECES - 1;
    for (int i = 0; i <= DEGREE; i++) {
      rows[i][piece] = Float.floatToRawIntBits((float) coefficients[i]);
    }
    rows[DEGREE + 1][piece] = Float.floatToRawIntBits(middle);
  }

  /** Of some floats the one whose tanh is nearest to a float. */
  private static float middle(float around) {
    float best = around;
    double least = Double.POSITIVE_INFINITY;
    float x = around;
    for (int i = 0; i < NEIGHBOURS; i++, x = Math.nextUp(x)) {
      double y = StrictMath.tanh(x);
      double off = Math.abs(y - (float) y);
      if (off < least) {
        least = off;
        best = x;
      }
    }
    return best;
  }

  /**
   * tanh(middle + d) = y + d·q(d) for |d| up to {@code radius}: q by Newton's divided differences
   * in Chebyshev's points, multiplied out.
   */
  private static double[] polynomial(double middle, double radius) {
    double y = StrictMath.tanh(middle);
    double[] at = new double[DEGREE];
    double[] q = new double[DEGREE];
    for (int i = 0; i < DEGREE; i++) {
      at[i] = radius * StrictMath.cos(Math.PI * (i + 0.5) / DEGREE);
      boolean centre = 2 * i + 1 == DEGREE;
      at[i] = centre ? 0 : at[i];
      q[i] = centre ? 1 - y * y : (StrictMath.tanh(middle + at[i]) - y) / at[i];
    }
    for (int order = 1; order < DEGREE; order++) {
      for (int i = DEGREE - 1; i >= order; i--) {
        q[i] = (q[i] - q[i - 1]) / (at[i] - at[i - order]);
      }
    }
    double[] c = new double[DEGREE + 1];
    for (int k = DEGREE - 1; k >= 0; k--) {
      for (int i = DEGREE; i > 1; i--) {
        c[i] = c[i - 1] - at[k] * c[i];
      }
      c[1] = q[k] - at[k] * c[1];
    }
    c[0] = y;
    return c;
  }
}
