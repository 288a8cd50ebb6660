package io.reverie.op;

import io.reverie.tensor.Shape;
import io.reverie.tensor.Tensor;

/** Ways that tensors have to rearrange their elements. */
public sealed interface Movement permits Tensor {
  /** This tensor. */
  Tensor self();

  /**
   * The same elements in another shape; one length may be −1 and is worked out. Free.
   *
   * @throws IllegalArgumentException if the numbers of elements differ
   */
  default Tensor reshape(int... dims) {
    return self().window(0, self().shape().reshape(dims));
  }

  /** All axes from this one on made into one: {@code flatten(1)} keeps the batch. Free. */
  default Tensor flatten(int from) {
    Shape shape = self().shape();
    int axis = shape.axis(from);
    int[] dims = new int[axis + 1];
    for (int i = 0; i < axis; i++) {
      dims[i] = shape.dim(i);
    }
    dims[axis] = shape.sizeOf(axis, shape.rank());
    return self().window(0, Shape.of(dims));
  }

  /** The axes in another order. */
  default Tensor permute(int... axes) {
    return Tensor.apply(new Permute(axes.clone()), self());
  }

  /** The last two axes exchanged. */
  default Tensor transpose() {
    int rank = self().shape().rank();
    if (rank < 2) {
      throw new IllegalArgumentException(
          "transpose of %s: it needs two axes".formatted(self().shape()));
    }
    int[] axes = new int[rank];
    for (int i = 0; i < rank; i++) {
      axes[i] = i;
    }
    axes[rank - 1] = rank - 2;
    axes[rank - 2] = rank - 1;
    return permute(axes);
  }

  /**
   * The places {@code from} (inclusive) to {@code to} (exclusive) of an axis. Free on the first
   * axis.
   *
   * @throws IndexOutOfBoundsException if the axis has no such places
   */
  default Tensor slice(int axis, int from, int to) {
    Shape shape = self().shape();
    Slice slice = new Slice(shape.axis(axis), from, to);
    if (slice.axis() > 0) {
      return Tensor.apply(slice, self());
    }
    Shape rows = slice.shape(shape);
    return self().window(from * shape.sizeOf(1, shape.rank()), rows);
  }

  /** This tensor and the others, one after the other along an axis. */
  default Tensor concat(int axis, Tensor... others) {
    Tensor[] all = new Tensor[others.length + 1];
    all[0] = self();
    System.arraycopy(others, 0, all, 1, others.length);
    return Tensor.apply(new Concat(axis), all);
  }
}
