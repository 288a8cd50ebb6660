package io.reverie.kernel;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link Rows} by SIMD.
 *
 * <p>Rows of logits are often shorter than a vector, or a few numbers longer than some. Softmax
 * copies such a row and puts −∞ behind it, whose exponentials are 0: masks would do without the
 * copy, but C2 puts them on the heap, which costs more.
 */
final class VectorRows extends Rows {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();

  @Override
  public float softmaxRow(int cols, float[] x, int xo, float[] y, int yo) {
    int whole = (cols + LANES - 1) & -LANES;
    if (whole == cols) {
      return wholeRow(cols, x, xo, y, yo);
    }
    float[] row = Scratch.ROW.floats(whole);
    System.arraycopy(x, xo, row, 0, cols);
    Arrays.fill(row, cols, whole, Float.NEGATIVE_INFINITY);
    float total = wholeRow(whole, row, 0, row, 0);
    System.arraycopy(row, 0, y, yo, cols);
    return total;
  }

  private static float wholeRow(int cols, float[] x, int xo, float[] y, int yo) {
    FloatVector largest = FloatVector.broadcast(SPECIES, Float.NEGATIVE_INFINITY);
    for (int i = 0; i < cols; i += LANES) {
      FloatVector value = FloatVector.fromArray(SPECIES, x, xo + i);
      largest = largest.blend(value, value.compare(VectorOperators.GT, largest));
    }
    float max = VectorMath.maxLanes(largest);
    FloatVector sums = FloatVector.zero(SPECIES);
    for (int i = 0; i < cols; i += LANES) {
      FloatVector e = VectorMath.expBelow(FloatVector.fromArray(SPECIES, x, xo + i).sub(max));
      e.intoArray(y, yo + i);
      sums = sums.add(e);
    }
    float sum = VectorMath.sumLanes(sums);
    float scale = 1 / sum;
    for (int i = 0; i < cols; i += LANES) {
      FloatVector.fromArray(SPECIES, y, yo + i).mul(scale).intoArray(y, yo + i);
    }
    return max + (float) Math.log(sum);
  }

  @Override
  public void softmaxGradient(
      int rows, int cols, float[] y, int yo, float[] dy, int dyo, float[] dx, int dxo) {
    for (int r = 0; r < rows; r++) {
      int at = yo + r * cols;
      int slope = dyo + r * cols;
      int to = dxo + r * cols;
      float dot = (float) Kernels.POINTWISE.dot(cols, dy, slope, y, at);
      int i = 0;
      for (; i <= cols - LANES; i += LANES) {
        FloatVector far = FloatVector.fromArray(SPECIES, dy, slope + i).sub(dot);
        FloatVector sum = FloatVector.fromArray(SPECIES, dx, to + i);
        FloatVector.fromArray(SPECIES, y, at + i).fma(far, sum).intoArray(dx, to + i);
      }
      for (; i < cols; i++) {
        dx[to + i] += y[at + i] * (dy[slope + i] - dot);
      }
    }
  }

  @Override
  public void addRows(int rows, int cols, int stride, float[] x, int xo, float[] y, int yo) {
    int i = 0;
    // Four sums side by side: neither one's latency is waited for, nor is a row left after a line.
    for (; i <= cols - 4 * LANES; i += 4 * LANES) {
      FloatVector a = FloatVector.fromArray(SPECIES, y, yo + i);
      FloatVector b = FloatVector.fromArray(SPECIES, y, yo + i + LANES);
      FloatVector c = FloatVector.fromArray(SPECIES, y, yo + i + 2 * LANES);
      FloatVector d = FloatVector.fromArray(SPECIES, y, yo + i + 3 * LANES);
      for (int r = 0, at = xo + i; r < rows; r++, at += stride) {
        a = a.add(FloatVector.fromArray(SPECIES, x, at));
        b = b.add(FloatVector.fromArray(SPECIES, x, at + LANES));
        c = c.add(FloatVector.fromArray(SPECIES, x, at + 2 * LANES));
        d = d.add(FloatVector.fromArray(SPECIES, x, at + 3 * LANES));
      }
      a.intoArray(y, yo + i);
      b.intoArray(y, yo + i + LANES);
      c.intoArray(y, yo + i + 2 * LANES);
      d.intoArray(y, yo + i + 3 * LANES);
    }
    for (; i <= cols - LANES; i += LANES) {
      FloatVector sum = FloatVector.fromArray(SPECIES, y, yo + i);
      for (int r = 0; r < rows; r++) {
        sum = sum.add(FloatVector.fromArray(SPECIES, x, xo + r * stride + i));
      }
      sum.intoArray(y, yo + i);
    }
    super.addRows(rows, cols - i, stride, x, xo + i, y, yo + i);
  }
}
