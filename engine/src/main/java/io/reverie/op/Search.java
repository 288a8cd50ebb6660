package io.reverie.op;

import static io.reverie.kernel.Kernels.ROWS;

import io.reverie.kernel.Parallel;
import io.reverie.tensor.Indices;
import io.reverie.tensor.Shape;
import io.reverie.tensor.Tensor;
import java.util.Arrays;

/**
 * Where numbers stand along an axis. Nothing here is differentiable; {@link Gather} takes the
 * numbers from where they were found.
 *
 * <p>Order is PyTorch's: NaN is the largest, zeros of both signs are equal, equals stay in their
 * order.
 */
final class Search {
  private Search() {}

  /** The place of the largest or smallest number of each line, the first of equals. */
  static Indices extreme(Tensor x, boolean largest, boolean keepDim, int axis) {
    Split split = Split.at(x.shape(), axis);
    Shape left = keepDim ? x.shape().with(axis, 1) : x.shape().without(axis);
    if (split.length() == 0 && left.size() > 0) {
      throw new IllegalArgumentException(
          "%s along axis %d of %s, which has no elements to choose from"
              .formatted(largest ? "argmax" : "argmin", axis, x.shape()));
    }
    int[] places = new int[left.size()];
    float[] from = x.array();
    int xo = x.offset();
    AxisLines.forEach(
        split,
        (count, length, step, start, result) -> {
          for (int i = 0; i < count; i++) {
            places[result + i] =
                largest && step == 1
                    ? ROWS.argmax(length, from, xo + start)
                    : extreme(length, step, largest, from, xo + start + i);
          }
        });
    return new Indices(places, left);
  }

  private static int extreme(int length, int step, boolean largest, float[] x, int xo) {
    int best = 0;
    for (int l = 1; l < length; l++) {
      float value = x[xo + l * step];
      float held = x[xo + best * step];
      boolean better = largest ? value > held : value < held;
      if (better || Float.isNaN(value) && !Float.isNaN(held)) {
        best = l;
      }
    }
    return best;
  }

  /** The places of the first {@code k} numbers of each line in order of size. */
  static Indices sorted(Tensor x, int k, int axis, boolean descending) {
    Shape shape = x.shape();
    Split split = Split.at(shape, axis);
    if (k < 0 || k > split.length()) {
      throw new IllegalArgumentException(
          "the first %d along axis %d of %s: it has 0 to %d"
              .formatted(k, axis, shape, split.length()));
    }
    int inner = split.inner();
    int[] places = new int[split.outer() * k * inner];
    float[] from = x.array();
    int xo = x.offset();
    int lines = split.outer() * inner;
    Parallel.chunks(
        lines,
        Math.max(1, Unary.GRAIN / 8 / Math.max(1, split.length())),
        (first, end) -> {
          long[] keys = new long[split.length()];
          for (int line = first; line < end; line++) {
            int o = line / inner;
            int i = line % inner;
            int start = xo + o * split.length() * inner + i;
            for (int l = 0; l < keys.length; l++) {
              keys[l] = key(from[start + l * inner], descending) << 32 | l;
            }
            Arrays.sort(keys);
            for (int l = 0; l < k; l++) {
              places[(o * k + l) * inner + i] = (int) keys[l];
            }
          }
        });
    return new Indices(places, shape.with(axis, k));
  }

  /** A whole number that grows with the value, or falls. The place below it keeps equals apart. */
  private static long key(float value, boolean descending) {
    int bits = Float.floatToIntBits(value + 0f); // −0 + 0 is 0, all NaNs are one
    int ordered = bits ^ (bits >> 31 & Integer.MAX_VALUE);
    return descending ? ~ordered : ordered;
  }

  /** The places in row-major order of the elements that are not 0; NaN is not. */
  static Indices nonzero(Tensor x) {
    int[] places = new int[x.size()];
    float[] from = x.array();
    int n = 0;
    for (int i = 0; i < places.length; i++) {
      if (from[x.offset() + i] != 0) {
        places[n++] = i;
      }
    }
    return Indices.of(Arrays.copyOf(places, n));
  }

  /** 1 where an element is not 0, 0 elsewhere. */
  static Tensor truth(Tensor x) {
    Tensor truth = Tensor.zeros(x.shape().dims());
    for (int i = 0; i < truth.size(); i++) {
      truth.array()[i] = x.array()[x.offset() + i] != 0 ? 1 : 0;
    }
    return truth;
  }
}
