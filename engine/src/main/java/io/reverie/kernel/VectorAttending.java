package io.reverie.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** {@link Attending} by SIMD: a vector of queries at a time, without tails. */
final class VectorAttending extends Attending {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();

  @Override
  public void scale(int rows, int lanes, float[] s, int so, int factor) {
    for (int q = 0; q < lanes; q += LANES) {
      FloatVector by = FloatVector.fromArray(SPECIES, s, factor + q);
      for (int i = so + q; i < so + rows * lanes; i += lanes) {
        FloatVector.fromArray(SPECIES, s, i).mul(by).intoArray(s, i);
      }
    }
  }

  @Override
  public void fold(int keys, int lanes, float[] s, int so, int max, int sum, int factor) {
    // Four keys at a time, since each comparison waits for the one before. The quarters may
    // overlap.
    int quarter = (keys + 3) / 4 * lanes;
    int fourth = keys * lanes - quarter;
    int second = Math.min(quarter, fourth);
    int third = Math.min(2 * quarter, fourth);
    for (int q = 0; q < lanes; q += LANES) {
      FloatVector before = FloatVector.fromArray(SPECIES, s, max + q);
      FloatVector largest = before;
      for (int i = so + q; i < so + q + quarter; i += lanes) {
        // max would take thrice as long as these, for the sake of −0 and NaN.
        FloatVector a = FloatVector.fromArray(SPECIES, s, i);
        FloatVector b = FloatVector.fromArray(SPECIES, s, i + second);
        a = a.blend(b, b.compare(VectorOperators.GT, a));
        FloatVector c = FloatVector.fromArray(SPECIES, s, i + third);
        FloatVector d = FloatVector.fromArray(SPECIES, s, i + fourth);
        c = c.blend(d, d.compare(VectorOperators.GT, c));
        a = a.blend(c, c.compare(VectorOperators.GT, a));
        largest = largest.blend(a, a.compare(VectorOperators.GT, largest));
      }
      FloatVector shift =
          largest.blend(0f, largest.compare(VectorOperators.EQ, Float.NEGATIVE_INFINITY));
      FloatVector added = FloatVector.zero(SPECIES);
      for (int i = so + q; i < so + keys * lanes; i += lanes) {
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

  @Override
  public void dots(int rows, int lanes, float[] s, int a, int b, int sum) {
    for (int q = 0; q < lanes; q += LANES) {
      FloatVector total = FloatVector.zero(SPECIES);
      for (int i = q; i < rows * lanes; i += lanes) {
        FloatVector x = FloatVector.fromArray(SPECIES, s, a + i);
        total = x.fma(FloatVector.fromArray(SPECIES, s, b + i), total);
      }
      total.intoArray(s, sum + q);
    }
  }

  @Override
  public void slopes(
      int keys, int lanes, float factor, float[] s, int so, int dp, int total, int mean) {
    for (int q = 0; q < lanes; q += LANES) {
      FloatVector shift = FloatVector.fromArray(SPECIES, s, total + q);
      // What sees nothing is shifted to −∞, and its exponentials are 0.
      shift =
          shift.blend(
              Float.POSITIVE_INFINITY, shift.compare(VectorOperators.EQ, Float.NEGATIVE_INFINITY));
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
