package io.reverie.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** {@link Attending} by SIMD: a vector of queries at a time. */
final class VectorAttending extends Attending {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();

  @Override
  public void scale(int rows, int width, float[] s, int factor, float[] y, int yo, int apart) {
    int whole = SPECIES.loopBound(width);
    for (int r = 0; r < rows; r++) {
      float by = s[factor + r];
      int end = yo + r * apart + width;
      int i = yo + r * apart;
      for (; i < end - width + whole; i += LANES) {
        FloatVector.fromArray(SPECIES, y, i).mul(by).intoArray(y, i);
      }
      for (; i < end; i++) {
        y[i] *= by;
      }
    }
  }

  @Override
  public void fold(
      int keys, int lanes, int apart, float[] s, int so, int max, int sum, int factor) {
    // Four keys at a time, since each comparison waits for the one before. The quarters may
    // overlap.
    int quarter = (keys + 3) / 4 * apart;
    int fourth = keys * apart - quarter;
    int second = Math.min(quarter, fourth);
    int third = Math.min(2 * quarter, fourth);
    for (int q = 0; q < lanes; q += LANES) {
      FloatVector before = FloatVector.fromArray(SPECIES, s, max + q);
      FloatVector largest = before;
      for (int i = so + q; i < so + q + quarter; i += apart) {
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
      for (int i = so + q; i < so + keys * apart; i += apart) {
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
  public void dots(
      int rows,
      int width,
      float[] a,
      int ao,
      int aApart,
      float[] b,
      int bo,
      int bApart,
      float[] s,
      int sums) {
    int whole = SPECIES.loopBound(width);
    for (int r = 0; r < rows; r++) {
      int ai = ao + r * aApart;
      int bi = bo + r * bApart;
      FloatVector total = FloatVector.zero(SPECIES);
      for (int i = 0; i < whole; i += LANES) {
        FloatVector x = FloatVector.fromArray(SPECIES, a, ai + i);
        total = x.fma(FloatVector.fromArray(SPECIES, b, bi + i), total);
      }
      float sum = VectorMath.sumLanes(total);
      for (int i = whole; i < width; i++) {
        sum += a[ai + i] * b[bi + i];
      }
      s[sums + r] = sum;
    }
  }

  @Override
  public void slopes(
      int keys,
      int lanes,
      int apart,
      float factor,
      float[] s,
      int so,
      int dp,
      int total,
      int mean) {
    for (int q = 0; q < lanes; q += LANES) {
      FloatVector shift = FloatVector.fromArray(SPECIES, s, total + q);
      // What sees nothing is shifted to −∞, and its exponentials are 0.
      shift =
          shift.blend(
              Float.POSITIVE_INFINITY, shift.compare(VectorOperators.EQ, Float.NEGATIVE_INFINITY));
      FloatVector middle = FloatVector.fromArray(SPECIES, s, mean + q);
      for (int i = q; i < keys * apart; i += apart) {
        FloatVector p = VectorMath.expBelow(FloatVector.fromArray(SPECIES, s, so + i).sub(shift));
        p.intoArray(s, so + i);
        FloatVector slope = FloatVector.fromArray(SPECIES, s, dp + i).sub(middle);
        p.mul(factor).mul(slope).intoArray(s, dp + i);
      }
    }
  }
}
