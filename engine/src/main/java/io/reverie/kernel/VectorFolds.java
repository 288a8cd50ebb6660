package io.reverie.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link Folds} by SIMD: a row along its numbers, columns side by side. The definition does what is
 * left over.
 */
final class VectorFolds extends Folds {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();

  /** Numbers added in float before the sum goes on in double. */
  private static final int FLOAT_SUM = 64 * LANES;

  @Override
  public void max(int count, int length, int step, float[] x, int xo, float[] y, int yo) {
    if (count == 1 && step == 1 && length >= LANES) {
      FloatVector max = FloatVector.fromArray(SPECIES, x, xo);
      int l = LANES;
      for (; l <= length - LANES; l += LANES) {
        max = max.max(FloatVector.fromArray(SPECIES, x, xo + l));
      }
      // The last whole vector again: a maximum does not mind to see a number twice.
      max = max.max(FloatVector.fromArray(SPECIES, x, xo + length - LANES));
      y[yo] = max.reduceLanes(VectorOperators.MAX);
      return;
    }
    int i = 0;
    for (; i <= count - LANES; i += LANES) {
      FloatVector max = FloatVector.broadcast(SPECIES, Float.NEGATIVE_INFINITY);
      for (int l = 0, at = xo + i; l < length; l++, at += step) {
        max = max.max(FloatVector.fromArray(SPECIES, x, at));
      }
      max.intoArray(y, yo + i);
    }
    super.max(count - i, length, step, x, xo + i, y, yo + i);
  }

  @Override
  public void min(int count, int length, int step, float[] x, int xo, float[] y, int yo) {
    if (count == 1 && step == 1 && length >= LANES) {
      FloatVector min = FloatVector.fromArray(SPECIES, x, xo);
      int l = LANES;
      for (; l <= length - LANES; l += LANES) {
        min = min.min(FloatVector.fromArray(SPECIES, x, xo + l));
      }
      min = min.min(FloatVector.fromArray(SPECIES, x, xo + length - LANES));
      y[yo] = min.reduceLanes(VectorOperators.MIN);
      return;
    }
    int i = 0;
    for (; i <= count - LANES; i += LANES) {
      FloatVector min = FloatVector.broadcast(SPECIES, Float.POSITIVE_INFINITY);
      for (int l = 0, at = xo + i; l < length; l++, at += step) {
        min = min.min(FloatVector.fromArray(SPECIES, x, at));
      }
      min.intoArray(y, yo + i);
    }
    super.min(count - i, length, step, x, xo + i, y, yo + i);
  }

  @Override
  protected double mean(int length, int step, float[] x, int xo) {
    return step == 1
        ? Kernels.POINTWISE.sum(length, x, xo) / length
        : super.mean(length, step, x, xo);
  }

  @Override
  public void variance(
      int count, int length, int step, double freedom, float[] x, int xo, float[] y, int yo) {
    if (count != 1 || step != 1) {
      super.variance(count, length, step, freedom, x, xo, y, yo);
      return;
    }
    double mean = mean(length, step, x, xo);
    float center = (float) mean;
    double sum = 0;
    int l = 0;
    while (l <= length - LANES) {
      int end = Math.min(l + FLOAT_SUM, length);
      FloatVector block = FloatVector.zero(SPECIES);
      for (; l <= end - LANES; l += LANES) {
        FloatVector deviation = FloatVector.fromArray(SPECIES, x, xo + l).sub(center);
        block = deviation.fma(deviation, block);
      }
      sum += VectorMath.sumLanes(block);
    }
    for (; l < length; l++) {
      double deviation = x[xo + l] - center;
      sum += deviation * deviation;
    }
    // Around a rounded mean the squares add up to length · (mean − center)² too many.
    sum -= length * (mean - center) * (mean - center);
    y[yo] = (float) (Math.max(sum, 0) / freedom);
  }

  @Override
  public void norm(
      int count, int length, int step, double p, float[] x, int xo, float[] y, int yo) {
    if (p == 2 && count == 1 && step == 1) {
      double squares = Kernels.POINTWISE.dot(length, x, xo, x, xo);
      // Squares of numbers above 10¹⁹ overflow in float, those of numbers below 10⁻¹⁹ vanish.
      if (squares > 1e-30 && squares < 1e30) {
        y[yo] = (float) Math.sqrt(squares);
        return;
      }
    }
    super.norm(count, length, step, p, x, xo, y, yo);
  }

  @Override
  public void logSumExp(int count, int length, int step, float[] x, int xo, float[] y, int yo) {
    if (count != 1 || step != 1) {
      super.logSumExp(count, length, step, x, xo, y, yo);
      return;
    }
    max(count, length, step, x, xo, y, yo);
    float max = y[yo];
    if (Float.isInfinite(max)) {
      return;
    }
    double sum = 0;
    int l = 0;
    while (l <= length - LANES) {
      int end = Math.min(l + FLOAT_SUM, length);
      FloatVector block = FloatVector.zero(SPECIES);
      for (; l <= end - LANES; l += LANES) {
        block = block.add(VectorMath.exp(FloatVector.fromArray(SPECIES, x, xo + l).sub(max)));
      }
      sum += VectorMath.sumLanes(block);
    }
    for (; l < length; l++) {
      sum += Math.exp(x[xo + l] - max);
    }
    y[yo] = (float) (max + Math.log(sum));
  }
}
