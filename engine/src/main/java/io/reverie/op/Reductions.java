package io.reverie.op;

import static io.reverie.kernel.Kernels.ROWS;

import io.reverie.tensor.Shape;
import io.reverie.tensor.Tensor;
import java.util.Arrays;

/** Ways that tensors have to become smaller. */
public sealed interface Reductions permits Tensor {
  /** This tensor. */
  Tensor self();

  /** The sum of all elements, a single number. */
  default Tensor sum() {
    return Tensor.apply(new Sum(0, self().shape().rank()), self());
  }

  /** The sum over these axes, which vanish; −1 is the last. */
  default Tensor sum(int... axes) {
    Shape shape = self().shape();
    int[] sorted = Arrays.stream(axes).map(shape::axis).sorted().distinct().toArray();
    Tensor left = self();
    // From the back, a block of neighbouring axes at a time: earlier numbers stay valid.
    for (int end = sorted.length; end > 0; ) {
      int start = end - 1;
      while (start > 0 && sorted[start - 1] == sorted[start] - 1) {
        start--;
      }
      left = Tensor.apply(new Sum(sorted[start], sorted[end - 1] + 1), left);
      end = start;
    }
    return left;
  }

  /** The mean of all elements; NaN of an empty tensor. */
  default Tensor mean() {
    return sum().mul(1f / self().size());
  }

  /** The mean over these axes, which vanish. */
  default Tensor mean(int... axes) {
    Tensor sum = sum(axes);
    return sum.mul((float) sum.size() / self().size());
  }

  /**
   * The place of the largest number of each row along the last axis, the first of equals. Not
   * differentiable: plain ints, in row-major order of the other axes.
   */
  default int[] argmax() {
    Shape shape = self().shape();
    int cols = shape.dim(-1);
    if (cols == 0) {
      throw new IllegalArgumentException("argmax along an axis of length 0 of " + shape);
    }
    int[] places = new int[shape.size() / cols];
    float[] x = self().array();
    for (int r = 0; r < places.length; r++) {
      places[r] = ROWS.argmax(cols, x, self().offset() + r * cols);
    }
    return places;
  }
}
