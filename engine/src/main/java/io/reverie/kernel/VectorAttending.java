package io.reverie.kernel;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** {@link Attending} by SIMD; the last vector of a row is masked. */
final class VectorAttending extends Attending {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();

  @Override
  protected float foldRow(int cols, float[] s, int so, float[] max, int mo, float[] sum, int no) {
    int whole = SPECIES.loopBound(cols);
    VectorMask<Float> tail = SPECIES.indexInRange(whole, cols);
    FloatVector most = FloatVector.broadcast(SPECIES, max[mo]);
    FloatVector lowest = most;
    for (int i = 0; i < whole; i += LANES) {
      most = most.max(FloatVector.fromArray(SPECIES, s, so + i));
    }
    if (whole < cols) {
      FloatVector rest = FloatVector.fromArray(SPECIES, s, so + whole, tail);
      most = most.max(lowest.blend(rest, tail));
    }
    float largest = most.reduceLanes(VectorOperators.MAX);
    if (largest == Float.NEGATIVE_INFINITY) {
      Arrays.fill(s, so, so + cols, 0f);
      return 1;
    }
    FloatVector sums = FloatVector.zero(SPECIES);
    for (int i = 0; i < whole; i += LANES) {
      FloatVector e = VectorMath.exp(FloatVector.fromArray(SPECIES, s, so + i).sub(largest));
      e.intoArray(s, so + i);
      sums = sums.add(e);
    }
    if (whole < cols) {
      FloatVector score = FloatVector.fromArray(SPECIES, s, so + whole, tail);
      FloatVector e = VectorMath.exp(score.sub(largest));
      e.intoArray(s, so + whole, tail);
      sums = sums.add(e, tail);
    }
    float shrink = (float) Math.exp(max[mo] - largest);
    sum[no] = sum[no] * shrink + VectorMath.sumLanes(sums);
    max[mo] = largest;
    return shrink;
  }

  @Override
  public void probabilities(int rows, int cols, float[] s, int so, float[] total, int to) {
    int whole = SPECIES.loopBound(cols);
    VectorMask<Float> tail = SPECIES.indexInRange(whole, cols);
    for (int r = 0; r < rows; r++) {
      int at = so + r * cols;
      float shift = total[to + r];
      if (shift == Float.NEGATIVE_INFINITY) {
        Arrays.fill(s, at, at + cols, 0f);
        continue;
      }
      for (int i = 0; i < whole; i += LANES) {
        FloatVector score = FloatVector.fromArray(SPECIES, s, at + i);
        FloatVector e = VectorMath.exp(score.sub(shift));
        e.intoArray(s, at + i);
      }
      if (whole < cols) {
        FloatVector score = FloatVector.fromArray(SPECIES, s, at + whole, tail);
        FloatVector e = VectorMath.exp(score.sub(shift));
        e.intoArray(s, at + whole, tail);
      }
    }
  }

  @Override
  public void slopes(
      int rows,
      int cols,
      float factor,
      float[] p,
      int po,
      float[] dp,
      int dpo,
      float[] mean,
      int m) {
    int whole = SPECIES.loopBound(cols);
    VectorMask<Float> tail = SPECIES.indexInRange(whole, cols);
    for (int r = 0; r < rows; r++) {
      float row = mean[m + r];
      int from = po + r * cols;
      int at = dpo + r * cols;
      for (int i = 0; i < whole; i += LANES) {
        FloatVector slope = FloatVector.fromArray(SPECIES, dp, at + i).sub(row);
        FloatVector share = FloatVector.fromArray(SPECIES, p, from + i).mul(factor);
        share.mul(slope).intoArray(dp, at + i);
      }
      if (whole < cols) {
        FloatVector slope = FloatVector.fromArray(SPECIES, dp, at + whole, tail).sub(row);
        FloatVector share = FloatVector.fromArray(SPECIES, p, from + whole, tail).mul(factor);
        share.mul(slope).intoArray(dp, at + whole, tail);
      }
    }
  }
}
