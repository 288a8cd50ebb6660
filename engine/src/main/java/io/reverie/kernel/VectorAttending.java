package io.reverie.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** {@link Attending} by SIMD: a vector of queries at a time, without tails. */
final class VectorAttending extends Attending {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();

  @Override
  public void turn(
      int rows, int cols, float factor, float[] x, int xo, int apart, float[] y, int yo, int lanes) {
    VectorPack.transpose(x, xo, apart, rows, cols, y, yo, lanes);
    if (factor != 1) {
      for (int i = yo; i < yo + cols * lanes; i += LANES) {
        FloatVector.fromArray(SPECIES, y, i).mul(factor).intoArray(y, i);
      }
    }
  }

  @Override
  public void fold(int keys, int lanes, float[] s, int so, int max, int sum, int factor) {
    for (int q = 0; q < lanes; q += LANES) {
      int end = so + q + keys * lanes;
      FloatVector before = FloatVector.fromArray(SPECIES, s, max + q);
      FloatVector largest = before;
      int i = so + q;
      // By fours, since each comparison waits for the one before.
      for (; i + 3 * lanes < end; i += 4 * lanes) {
        FloatVector a = FloatVector.fromArray(SPECIES, s, i);
        FloatVector b = FloatVector.fromArray(SPECIES, s, i + lanes);
        FloatVector c = FloatVector.fromArray(SPECIES, s, i + 2 * lanes);
        FloatVector d = FloatVector.fromArray(SPECIES, s, i + 3 * lanes);
        largest = larger(largest, larger(larger(a, b), larger(c, d)));
      }
      for (; i < end; i += lanes) {
        largest = larger(largest, FloatVector.fromArray(SPECIES, s, i));
      }
      FloatVector shift =
          largest.blend(0f, largest.compare(VectorOperators.EQ, Float.NEGATIVE_INFINITY));
      FloatVector added = FloatVector.zero(SPECIES);
      for (i = so + q; i < end; i += lanes) {
        FloatVector e = VectorMath.expBelow(FloatVector.fromArray(SPECIES, s, i).sub(shift));
        e.intoArray(s, i);
        added = added.add(e);
      }
      FloatVector shrink = VectorMath.expBelow(before.sub(shift));
      shrink.intoArray(s, factor + q);
      FloatVector.fromArray(SPECIES, s, sum + q).fma(shrink, added).intoArray(s, sum + q);
      largest.intoArray(s, max + q);
    }
  }

  /** The larger of the two; {@code max} takes thrice as long, for the sake of −0 and NaN. */
  private static FloatVector larger(FloatVector a, FloatVector b) {
    return a.blend(b, b.compare(VectorOperators.GT, a));
  }

  @Override
  public void slopes(
      int keys, int lanes, float factor, float[] s, int so, int dp, int total, int mean) {
    for (int q = 0; q < lanes; q += LANES) {
      FloatVector shift = FloatVector.fromArray(SPECIES, s, total + q);
      // What sees nothing is shifted to −∞, and its exponentials are 0.
      shift =
          shift.blend(
              Float.POSITIVE_INFINITY,
              shift.compare(VectorOperators.EQ, Float.NEGATIVE_INFINITY));
      FloatVector middle = FloatVector.fromArray(SPECIES, s, mean + q);
      for (int i = q; i < keys * lanes; i += lanes) {
        FloatVector p = VectorMath.expBelow(FloatVector.fromArray(SPECIES, s, so + i).sub(shift));
        p.intoArray(s, so + i);
        FloatVector slope = FloatVector.fromArray(SPECIES, s, dp + i).sub(middle);
        p.mul(factor).mul(slope).intoArray(s, dp + i);
      }
    }
  }
}
