package io.reverie.op;

import io.reverie.tensor.Indices;
import io.reverie.tensor.Shape;
import io.reverie.tensor.Tensor;
import java.util.Arrays;

/** The shapes that movements lead to, and what is wrong where there is none. */
final class Shapes {
  private Shapes() {}

  static Shape flatten(Shape shape, int from, int to) {
    if (shape.rank() == 0) {
      return Shape.of(1);
    }
    int first = shape.axis(from);
    int last = shape.axis(to);
    if (last < first) {
      throw new IllegalArgumentException(
          "flatten of %s from axis %d to %d: the first must not lie behind the last"
              .formatted(shape, from, to));
    }
    int[] dims = new int[shape.rank() - (last - first)];
    for (int i = 0; i < dims.length; i++) {
      dims[i] = shape.dim(i <= first ? i : i + last - first);
    }
    dims[first] = shape.sizeOf(first, last + 1);
    return Shape.of(dims);
  }

  static Shape unflatten(Shape shape, int axis, int... lengths) {
    int place = shape.axis(axis);
    Shape made;
    try {
      made = Shape.of(shape.dim(axis)).reshape(lengths);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "unflatten of axis %d of %s to %s: their product must be %d"
              .formatted(axis, shape, Arrays.toString(lengths), shape.dim(axis)),
          e);
    }
    int[] dims = Arrays.copyOf(shape.dims(), shape.rank() - 1 + made.rank());
    System.arraycopy(made.dims(), 0, dims, place, made.rank());
    System.arraycopy(shape.dims(), place + 1, dims, place + made.rank(), shape.rank() - place - 1);
    return Shape.of(dims);
  }

  static Shape squeeze(Shape shape, int... axes) {
    boolean[] gone = new boolean[shape.rank()];
    for (int i = 0; i < gone.length; i++) {
      gone[i] = axes.length == 0 && shape.dim(i) == 1;
    }
    for (int axis : axes) {
      if (shape.dim(axis) != 1) {
        throw new IllegalArgumentException(
            "squeeze of axis %d of %s: its length is %d, not 1"
                .formatted(axis, shape, shape.dim(axis)));
      }
      gone[shape.axis(axis)] = true;
    }
    return new Axes(shape, gone).left(false);
  }

  static Shape unsqueeze(Shape shape, int axis) {
    int rank = shape.rank() + 1;
    int place = axis < 0 ? axis + rank : axis;
    if (place < 0 || place >= rank) {
      throw new IndexOutOfBoundsException(
          "unsqueeze of %s at axis %d: places run from %d to %d"
              .formatted(shape, axis, -rank, rank - 1));
    }
    int[] dims = new int[rank];
    for (int i = 0; i < rank; i++) {
      dims[i] = i == place ? 1 : shape.dim(i < place ? i : i - 1);
    }
    return Shape.of(dims);
  }

  /** The shape for {@code expand}, where −1 leaves an axis as it is. */
  static Shape expand(Shape shape, int... wanted) {
    int[] dims = wanted.clone();
    for (int i = 1; i <= dims.length; i++) {
      if (dims[dims.length - i] == -1) {
        if (i > shape.rank()) {
          throw new IllegalArgumentException(
              "expand of %s to %s: -1 keeps an axis, but a new one has no length to keep"
                  .formatted(shape, Arrays.toString(wanted)));
        }
        dims[dims.length - i] = shape.dim(-i);
      }
    }
    return Shape.of(dims);
  }

  /** An axis of length 1 before each axis; those repeated; and merged with the axes. */
  static Shape[] repeat(Shape shape, int... times) {
    int rank = times.length;
    if (rank < shape.rank()) {
      throw new IllegalArgumentException(
          "repeat of %s by %s: it needs a number for each of its %d axes"
              .formatted(shape, Arrays.toString(times), shape.rank()));
    }
    int[] apart = new int[2 * rank];
    int[] repeated = new int[2 * rank];
    int[] merged = new int[rank];
    for (int i = 0; i < rank; i++) {
      int axis = i - (rank - shape.rank());
      int length = axis < 0 ? 1 : shape.dim(axis);
      apart[2 * i] = 1;
      apart[2 * i + 1] = length;
      repeated[2 * i] = times[i];
      repeated[2 * i + 1] = length;
      merged[i] = Math.multiplyExact(times[i], length);
    }
    return new Shape[] {Shape.of(apart), Shape.of(repeated), Shape.of(merged)};
  }

  /** The place itself, if the axis has it. */
  static int place(int place, int length, int axis, Shape shape) {
    if (place < 0 || place >= length) {
      throw new IndexOutOfBoundsException(
          "place %d of axis %d of %s: %d to %d is needed"
              .formatted(place, axis, shape, -length, length - 1));
    }
    return place;
  }

  static int[] evenParts(Shape shape, int axis, int places) {
    int length = shape.dim(axis);
    if (places < 1) {
      throw new IllegalArgumentException(
          "split of axis %d of %s into parts of %d: they need 1 place or more"
              .formatted(axis, shape, places));
    }
    int[] parts = new int[Math.max(1, (length + places - 1) / places)];
    Arrays.fill(parts, places);
    parts[parts.length - 1] = length - places * (parts.length - 1);
    return parts;
  }

  static int[] parts(Shape shape, int axis, int... places) {
    long sum = 0;
    for (int part : places) {
      sum = part < 0 ? Long.MIN_VALUE : sum + part;
    }
    if (sum != shape.dim(axis)) {
      throw new IllegalArgumentException(
          "split of axis %d of %s into %s: the parts must be %d together"
              .formatted(axis, shape, Arrays.toString(places), shape.dim(axis)));
    }
    return places;
  }

  static int chunk(Shape shape, int axis, int pieces) {
    if (pieces < 1) {
      throw new IllegalArgumentException(
          "chunk of axis %d of %s into %d pieces: it needs 1 or more"
              .formatted(axis, shape, pieces));
    }
    return Math.max(1, (shape.dim(axis) - 1) / pieces + 1);
  }

  /** The tensor with these two axes as the last two. */
  static Tensor toBack(Tensor x, int rows, int cols) {
    int rank = x.shape().rank();
    if (rows == cols) {
      throw new IllegalArgumentException(
          "diagonal of axes %d and %d of %s: they must differ".formatted(rows, cols, x.shape()));
    }
    int[] order = new int[rank];
    int at = 0;
    for (int i = 0; i < rank; i++) {
      if (i != rows && i != cols) {
        order[at++] = i;
      }
    }
    order[at++] = rows;
    order[at] = cols;
    return rows == rank - 2 && cols == rank - 1 ? x : x.permute(order);
  }

  /** The places of a diagonal in a flat matrix. */
  static Indices diagonal(int rows, int cols, int diagonal) {
    int row = Math.max(0, -diagonal);
    int col = Math.max(0, diagonal);
    int[] places = new int[Math.max(0, Math.min(rows - row, cols - col))];
    for (int i = 0; i < places.length; i++) {
      places[i] = (row + i) * cols + col + i;
    }
    return Indices.of(places);
  }
}
