package io.reverie.kernel;

import io.reverie.tensor.Nullable;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link Norms} by SIMD, where runs are at least a vector long.
 *
 * <p>The mean is taken off in two steps, the float next to it and then what that float missed: the
 * first difference of close numbers is exact, so nothing is lost to the float's few digits. Sums
 * run in float for {@value #BLOCK} vectors and then go on in double.
 */
final class VectorNorms extends Norms {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();

  /** Vectors that are added up in float. */
  private static final int BLOCK = 64;

  @Override
  public double mean(int runs, int stride, int n, float[] x, int xo) {
    if (n < LANES || runs == 0) {
      return super.mean(runs, stride, n, x, xo);
    }
    // Distances from some number of the data are small, and lose nothing when added in float.
    float origin = x[xo];
    double sum = 0;
    for (int r = 0; r < runs; r++) {
      int at = xo + r * stride;
      int end = at + n;
      while (at <= end - LANES) {
        int stop = Math.min(at + BLOCK * LANES, end);
        FloatVector block = FloatVector.zero(SPECIES);
        for (; at <= stop - LANES; at += LANES) {
          block = block.add(FloatVector.fromArray(SPECIES, x, at).sub(origin));
        }
        sum += VectorMath.sumLanes(block);
      }
      for (; at < end; at++) {
        sum += (double) x[at] - origin;
      }
    }
    return origin + sum / ((double) runs * n);
  }

  @Override
  public double squares(int runs, int stride, int n, float[] x, int xo, double mean) {
    if (n < LANES) {
      return super.squares(runs, stride, n, x, xo, mean);
    }
    float high = (float) mean;
    float low = (float) (mean - high);
    double sum = 0;
    for (int r = 0; r < runs; r++) {
      int at = xo + r * stride;
      int end = at + n;
      while (at <= end - LANES) {
        int stop = Math.min(at + BLOCK * LANES, end);
        FloatVector block = FloatVector.zero(SPECIES);
        for (; at <= stop - LANES; at += LANES) {
          FloatVector far = FloatVector.fromArray(SPECIES, x, at).sub(high).sub(low);
          block = far.fma(far, block);
        }
        sum += VectorMath.sumLanes(block);
      }
      sum += super.squares(1, 0, end - at, x, at, mean);
    }
    return sum;
  }

  /**
   * Both from one reading: deviations from the mean of the row's first vector are added up, and
   * their squares. Where the mean of all lies far from that, both lose digits to what is taken off
   * them, and the row is read again.
   */
  @Override
  public void moments(int n, boolean centred, float[] x, int xo, double[] to) {
    if (n < 4 * LANES) {
      super.moments(n, centred, x, xo, to);
      return;
    }
    float origin = centred ? VectorMath.sumLanes(FloatVector.fromArray(SPECIES, x, xo)) / LANES : 0;
    double sum = 0;
    double squares = 0;
    int i = 0;
    while (i <= n - 4 * LANES) {
      int stop = Math.min(i + 4 * BLOCK * LANES, n);
      FloatVector sum0 = FloatVector.zero(SPECIES);
      FloatVector sum1 = FloatVector.zero(SPECIES);
      FloatVector squares0 = FloatVector.zero(SPECIES);
      FloatVector squares1 = FloatVector.zero(SPECIES);
      FloatVector squares2 = FloatVector.zero(SPECIES);
      FloatVector squares3 = FloatVector.zero(SPECIES);
      // Sums side by side: one alone would wait for its last addition at every turn.
      for (; i <= stop - 4 * LANES; i += 4 * LANES) {
        int at = xo + i;
        FloatVector far0 = FloatVector.fromArray(SPECIES, x, at).sub(origin);
        FloatVector far1 = FloatVector.fromArray(SPECIES, x, at + LANES).sub(origin);
        FloatVector far2 = FloatVector.fromArray(SPECIES, x, at + 2 * LANES).sub(origin);
        FloatVector far3 = FloatVector.fromArray(SPECIES, x, at + 3 * LANES).sub(origin);
        sum0 = sum0.add(far0.add(far1));
        sum1 = sum1.add(far2.add(far3));
        squares0 = far0.fma(far0, squares0);
        squares1 = far1.fma(far1, squares1);
        squares2 = far2.fma(far2, squares2);
        squares3 = far3.fma(far3, squares3);
      }
      sum += VectorMath.sumLanes(sum0.add(sum1));
      squares += VectorMath.sumLanes(squares0.add(squares1).add(squares2.add(squares3)));
    }
    for (; i < n; i++) {
      double far = (double) x[xo + i] - origin;
      sum += far;
      squares += far * far;
    }
    double shift = centred ? sum / n : 0;
    double variance = squares / n - shift * shift;
    if (shift * shift > variance) {
      super.moments(n, centred, x, xo, to);
      return;
    }
    to[0] = origin + shift;
    to[1] = variance;
  }

  @Override
  public void scale(
      int runs,
      int stride,
      int n,
      float[] x,
      int xo,
      double mean,
      float scale,
      float shift,
      float[] y,
      int yo) {
    if (n < LANES) {
      super.scale(runs, stride, n, x, xo, mean, scale, shift, y, yo);
      return;
    }
    float high = (float) mean;
    float low = (float) (mean - high);
    for (int r = 0; r < runs; r++) {
      int i = r * stride;
      int end = i + n;
      for (; i <= end - LANES; i += LANES) {
        FloatVector far = FloatVector.fromArray(SPECIES, x, xo + i).sub(high).sub(low);
        far.mul(scale).add(shift).intoArray(y, yo + i);
      }
      super.scale(1, 0, end - i, x, xo + i, mean, scale, shift, y, yo + i);
    }
  }

  @Override
  public double dot(
      int runs, int stride, int n, float[] dy, int dyo, float[] x, int xo, double mean) {
    if (n < LANES) {
      return super.dot(runs, stride, n, dy, dyo, x, xo, mean);
    }
    float high = (float) mean;
    float low = (float) (mean - high);
    double sum = 0;
    for (int r = 0; r < runs; r++) {
      int i = r * stride;
      int end = i + n;
      while (i <= end - LANES) {
        int stop = Math.min(i + BLOCK * LANES, end);
        FloatVector block = FloatVector.zero(SPECIES);
        for (; i <= stop - LANES; i += LANES) {
          FloatVector far = FloatVector.fromArray(SPECIES, x, xo + i).sub(high).sub(low);
          block = far.fma(FloatVector.fromArray(SPECIES, dy, dyo + i), block);
        }
        sum += VectorMath.sumLanes(block);
      }
      sum += super.dot(1, 0, end - i, dy, dyo + i, x, xo + i, mean);
    }
    return sum;
  }

  @Override
  public void addGradient(
      int runs,
      int stride,
      int n,
      float a,
      float[] dy,
      int dyo,
      float b,
      float[] x,
      int xo,
      double mean,
      float c,
      float[] dx,
      int dxo) {
    if (n < LANES) {
      super.addGradient(runs, stride, n, a, dy, dyo, b, x, xo, mean, c, dx, dxo);
      return;
    }
    float high = (float) mean;
    float low = (float) (mean - high);
    for (int r = 0; r < runs; r++) {
      int i = r * stride;
      int end = i + n;
      for (; i <= end - LANES; i += LANES) {
        FloatVector far = FloatVector.fromArray(SPECIES, x, xo + i).sub(high).sub(low);
        FloatVector slope = FloatVector.fromArray(SPECIES, dy, dyo + i).mul(a);
        FloatVector sum = FloatVector.fromArray(SPECIES, dx, dxo + i);
        sum.add(slope.add(far.mul(b).add(c))).intoArray(dx, dxo + i);
      }
      super.addGradient(1, 0, end - i, a, dy, dyo + i, b, x, xo + i, mean, c, dx, dxo + i);
    }
  }

  @Override
  public void setGradient(
      int runs,
      int stride,
      int n,
      float a,
      float[] dy,
      int dyo,
      float b,
      float[] x,
      int xo,
      double mean,
      float c,
      float[] dx,
      int dxo) {
    if (n < LANES) {
      super.setGradient(runs, stride, n, a, dy, dyo, b, x, xo, mean, c, dx, dxo);
      return;
    }
    float high = (float) mean;
    float low = (float) (mean - high);
    for (int r = 0; r < runs; r++) {
      int i = r * stride;
      int end = i + n;
      for (; i <= end - LANES; i += LANES) {
        FloatVector far = FloatVector.fromArray(SPECIES, x, xo + i).sub(high).sub(low);
        FloatVector slope = FloatVector.fromArray(SPECIES, dy, dyo + i).mul(a);
        slope.add(far.mul(b).add(c)).intoArray(dx, dxo + i);
      }
      super.setGradient(1, 0, end - i, a, dy, dyo + i, b, x, xo + i, mean, c, dx, dxo + i);
    }
  }

  @Override
  public void scaleRow(
      int n,
      float[] x,
      int xo,
      double mean,
      float inverse,
      float[] w,
      int wo,
      float @Nullable [] b,
      int bo,
      float[] y,
      int yo) {
    float high = (float) mean;
    float low = (float) (mean - high);
    int i = 0;
    if (b == null) {
      for (; i <= n - LANES; i += LANES) {
        FloatVector far = FloatVector.fromArray(SPECIES, x, xo + i).sub(high).sub(low);
        far.mul(inverse).mul(FloatVector.fromArray(SPECIES, w, wo + i)).intoArray(y, yo + i);
      }
    } else {
      for (; i <= n - LANES; i += LANES) {
        FloatVector far = FloatVector.fromArray(SPECIES, x, xo + i).sub(high).sub(low);
        FloatVector value = far.mul(inverse).mul(FloatVector.fromArray(SPECIES, w, wo + i));
        value.add(FloatVector.fromArray(SPECIES, b, bo + i)).intoArray(y, yo + i);
      }
    }
    super.scaleRow(n - i, x, xo + i, mean, inverse, w, wo + i, b, bo + i, y, yo + i);
  }

  @Override
  public void addRowGradient(
      int n,
      boolean centred,
      float[] x,
      int xo,
      double mean,
      float inverse,
      float[] w,
      int wo,
      float[] dy,
      int dyo,
      float[] dx,
      int dxo) {
    float high = (float) mean;
    float low = (float) (mean - high);
    double sum = 0;
    double dot = 0;
    int i = 0;
    while (i <= n - LANES) {
      int stop = Math.min(i + BLOCK * LANES, n);
      FloatVector sums = FloatVector.zero(SPECIES);
      FloatVector dots = FloatVector.zero(SPECIES);
      for (; i <= stop - LANES; i += LANES) {
        FloatVector weight = FloatVector.fromArray(SPECIES, w, wo + i);
        FloatVector g = FloatVector.fromArray(SPECIES, dy, dyo + i).mul(weight);
        FloatVector far = FloatVector.fromArray(SPECIES, x, xo + i).sub(high).sub(low);
        sums = sums.add(g);
        dots = far.fma(g, dots);
      }
      sum += VectorMath.sumLanes(sums);
      dot += VectorMath.sumLanes(dots);
    }
    for (; i < n; i++) {
      double g = (double) dy[dyo + i] * w[wo + i];
      sum += g;
      dot += g * (x[xo + i] - mean);
    }
    float b = (float) (-dot * inverse * inverse * inverse / n);
    float c = centred ? (float) (-sum * inverse / n) : 0;
    i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector weight = FloatVector.fromArray(SPECIES, w, wo + i);
      FloatVector g = FloatVector.fromArray(SPECIES, dy, dyo + i).mul(weight);
      FloatVector far = FloatVector.fromArray(SPECIES, x, xo + i).sub(high).sub(low);
      FloatVector before = FloatVector.fromArray(SPECIES, dx, dxo + i);
      before.add(g.mul(inverse).add(far.mul(b).add(c))).intoArray(dx, dxo + i);
    }
    for (; i < n; i++) {
      float g = dy[dyo + i] * w[wo + i];
      dx[dxo + i] += inverse * g + (b * (float) (x[xo + i] - mean) + c);
    }
  }

  @Override
  public void addWeightGradient(
      int n,
      float[] x,
      int xo,
      double mean,
      float inverse,
      float[] dy,
      int dyo,
      float[] dw,
      int dwo) {
    float high = (float) mean;
    float low = (float) (mean - high);
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector far = FloatVector.fromArray(SPECIES, x, xo + i).sub(high).sub(low);
      FloatVector part = FloatVector.fromArray(SPECIES, dy, dyo + i).mul(far.mul(inverse));
      FloatVector.fromArray(SPECIES, dw, dwo + i).add(part).intoArray(dw, dwo + i);
    }
    super.addWeightGradient(n - i, x, xo + i, mean, inverse, dy, dyo + i, dw, dwo + i);
  }
}
