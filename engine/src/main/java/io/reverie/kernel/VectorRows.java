package io.reverie.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link Rows} by SIMD. The last vector of a row is masked: rows of logits are often shorter than
 * one vector, so leaving tails to a scalar loop would leave it everything.
 */
final class VectorRows extends Rows {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();

  @Override
  public float softmaxRow(int cols, float[] x, int xo, float[] y, int yo) {
    int whole = SPECIES.loopBound(cols);
    VectorMask<Float> tail = SPECIES.indexInRange(whole, cols);
    FloatVector lowest = FloatVector.broadcast(SPECIES, Float.NEGATIVE_INFINITY);
    FloatVector largest = lowest;
    for (int i = 0; i < whole; i += LANES) {
      largest = largest.max(FloatVector.fromArray(SPECIES, x, xo + i));
    }
    if (whole < cols) {
      FloatVector rest = FloatVector.fromArray(SPECIES, x, xo + whole, tail);
      largest = largest.max(lowest.blend(rest, tail));
    }
    float max = largest.reduceLanes(VectorOperators.MAX);
    FloatVector sums = FloatVector.zero(SPECIES);
    for (int i = 0; i < whole; i += LANES) {
      FloatVector e = VectorMath.exp(FloatVector.fromArray(SPECIES, x, xo + i).sub(max));
      e.intoArray(y, yo + i);
      sums = sums.add(e);
    }
    if (whole < cols) {
      FloatVector rest = FloatVector.fromArray(SPECIES, x, xo + whole, tail);
      FloatVector e = VectorMath.exp(rest.sub(max));
      e.intoArray(y, yo + whole, tail);
      sums = sums.add(e, tail);
    }
    float sum = VectorMath.sumLanes(sums);
    float scale = 1 / sum;
    for (int i = 0; i < whole; i += LANES) {
      FloatVector.fromArray(SPECIES, y, yo + i).mul(scale).intoArray(y, yo + i);
    }
    if (whole < cols) {
      FloatVector.fromArray(SPECIES, y, yo + whole, tail).mul(scale).intoArray(y, yo + whole, tail);
    }
    return max + (float) Math.log(sum);
  }

  @Override
  public void addRows(int rows, int cols, float[] x, int xo, float[] y, int yo) {
    int i = 0;
    for (; i <= cols - LANES; i += LANES) {
      FloatVector sum = FloatVector.fromArray(SPECIES, y, yo + i);
      for (int r = 0; r < rows; r++) {
        sum = sum.add(FloatVector.fromArray(SPECIES, x, xo + r * cols + i));
      }
      sum.intoArray(y, yo + i);
    }
    for (; i < cols; i++) {
      float sum = y[yo + i];
      for (int r = 0; r < rows; r++) {
        sum += x[xo + r * cols + i];
      }
      y[yo + i] = sum;
    }
  }
}
