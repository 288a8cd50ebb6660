package io.reverie.op;

import io.reverie.tensor.Indices;
import io.reverie.tensor.Shape;
import io.reverie.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Ways that tensors have to rearrange their elements.
 *
 * <p>Axes may be named from the end: −1 is the last. What only changes the shape is free; the rest
 * copies, because every tensor is dense.
 */
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
    return flatten(from, -1);
  }

  /** The axes {@code from} to {@code to}, both inclusive, made into one. Free. */
  default Tensor flatten(int from, int to) {
    return self().window(0, Shapes.flatten(self().shape(), from, to));
  }

  /** One axis made into several; one of their lengths may be −1 and is worked out. Free. */
  default Tensor unflatten(int axis, int... lengths) {
    return self().window(0, Shapes.unflatten(self().shape(), axis, lengths));
  }

  /** Without these axes, whose length must be 1; without axes, all of length 1 go. Free. */
  default Tensor squeeze(int... axes) {
    return self().window(0, Shapes.squeeze(self().shape(), axes));
  }

  /** One more axis of length 1 at this place; −1 puts it last. Free. */
  default Tensor unsqueeze(int axis) {
    return self().window(0, Shapes.unsqueeze(self().shape(), axis));
  }

  /** The axes in another order. */
  default Tensor permute(int... axes) {
    return Tensor.apply(new Permute(axes.clone()), self());
  }

  /** The last two axes exchanged. */
  default Tensor transpose() {
    if (self().shape().rank() < 2) {
      throw new IllegalArgumentException(
          "transpose of %s: it needs two axes".formatted(self().shape()));
    }
    return transpose(-2, -1);
  }

  /** Two axes exchanged. */
  default Tensor transpose(int one, int other) {
    Shape shape = self().shape();
    int[] axes = new int[shape.rank()];
    Arrays.setAll(axes, i -> i);
    axes[shape.axis(one)] = shape.axis(other);
    axes[shape.axis(other)] = shape.axis(one);
    return permute(axes);
  }

  /**
   * The places {@code from} (inclusive) to {@code to} (exclusive) of an axis; negative ones count
   * from its end. Free on the first axis.
   *
   * @throws IndexOutOfBoundsException if the axis has no such places
   */
  default Tensor slice(int axis, int from, int to) {
    return slice(axis, from, to, 1);
  }

  /** Every {@code step}-th place of an axis from {@code from} on, before {@code to}. */
  default Tensor slice(int axis, int from, int to, int step) {
    Shape shape = self().shape();
    int length = shape.dim(axis);
    int first = from < 0 ? from + length : from;
    int end = to < 0 ? to + length : to;
    Slice slice = new Slice(shape.axis(axis), first, end, step);
    if (slice.axis() > 0 || step != 1) {
      return Tensor.apply(slice, self());
    }
    Shape rows = slice.shape(shape);
    return self().window(first * shape.sizeOf(1, shape.rank()), rows);
  }

  /**
   * This tensor with zeros at the places {@code from} (inclusive) to {@code to} (exclusive) of an
   * axis; negative ones count from its end.
   *
   * @throws IndexOutOfBoundsException if the axis has no such places
   */
  default Tensor zeroed(int axis, int from, int to) {
    Shape shape = self().shape();
    int length = shape.dim(axis);
    int first = from < 0 ? from + length : from;
    return Tensor.apply(new Zeroed(shape.axis(axis), first, to < 0 ? to + length : to), self());
  }

  /** One place of an axis, which vanishes; −1 is the last. Free on the first axis. */
  default Tensor select(int axis, int place) {
    int length = self().dim(axis);
    int from = place < 0 ? place + length : place;
    return slice(axis, Shapes.place(from, length, axis, self().shape()), from + 1).squeeze(axis);
  }

  /** Parts of this many places of an axis each; the last has what is left. */
  default List<Tensor> split(int axis, int places) {
    return parts(axis, Shapes.evenParts(self().shape(), axis, places));
  }

  /**
   * Parts of these many places of an axis.
   *
   * @throws IllegalArgumentException if they are not as many as the axis has
   */
  default List<Tensor> split(int axis, int[] places) {
    return parts(axis, Shapes.parts(self().shape(), axis, places));
  }

  /** At most this many parts along an axis, all but the last equally long, as in PyTorch. */
  default List<Tensor> chunk(int axis, int pieces) {
    return split(axis, Shapes.chunk(self().shape(), axis, pieces));
  }

  private List<Tensor> parts(int axis, int[] places) {
    List<Tensor> parts = new ArrayList<>();
    int from = 0;
    for (int length : places) {
      parts.add(slice(axis, from, from + length));
      from += length;
    }
    return parts;
  }

  /** This tensor and the others, one after the other along an axis. */
  default Tensor concat(int axis, Tensor... others) {
    Tensor[] all = new Tensor[others.length + 1];
    all[0] = self();
    System.arraycopy(others, 0, all, 1, others.length);
    return Tensor.apply(new Concat(axis), all);
  }

  /** This tensor and the others of equal shape, side by side along a new axis. */
  default Tensor stack(int axis, Tensor... others) {
    Tensor[] rest = new Tensor[others.length];
    for (int i = 0; i < rest.length; i++) {
      if (!others[i].shape().equals(self().shape())) {
        throw new IllegalArgumentException(
            "stack of %s and %s: they must be equal".formatted(self().shape(), others[i].shape()));
      }
      rest[i] = others[i].unsqueeze(axis);
    }
    return unsqueeze(axis).concat(axis, rest);
  }

  /** Repeated to a larger shape by NumPy's rule; −1 leaves an axis as it is. */
  default Tensor expand(int... dims) {
    return expandTo(Shapes.expand(self().shape(), dims));
  }

  /** Repeated to this shape by NumPy's rule: aligned at the last axis, lengths equal or 1. */
  default Tensor expandTo(Shape shape) {
    return shape.equals(self().shape()) ? self() : Tensor.apply(new Expand(shape), self());
  }

  /**
   * The whole tensor again and again along each axis; more numbers than axes make new leading ones.
   * NumPy's {@code tile}, PyTorch's {@code repeat}.
   */
  default Tensor repeat(int... times) {
    Shape[] steps = Shapes.repeat(self().shape(), times);
    return self().window(0, steps[0]).expandTo(steps[1]).window(0, steps[2]);
  }

  /** Each place of an axis this many times, one after the other. */
  default Tensor repeatInterleave(int axis, int times) {
    int place = self().shape().axis(axis);
    Tensor apart = unsqueeze(place + 1);
    Shape shape = apart.shape().with(place + 1, times);
    return apart.expandTo(shape).flatten(place, place + 1);
  }

  /** With these axes backwards. */
  default Tensor flip(int... axes) {
    Tensor flipped = self();
    for (int axis : axes) {
      int length = self().dim(axis);
      int[] backwards = new int[length];
      Arrays.setAll(backwards, i -> length - 1 - i);
      flipped = flipped.indexSelect(axis, Indices.of(backwards));
    }
    return flipped;
  }

  /** Moved along an axis by so many places; what leaves at the end comes back at the start. */
  default Tensor roll(int axis, int places) {
    int length = self().dim(axis);
    int cut = length == 0 ? 0 : Math.floorMod(-places, length);
    return cut == 0 ? self() : slice(axis, cut, length).concat(axis, slice(axis, 0, cut));
  }

  /**
   * With {@code [before, after]} places of a number added to each axis; negative ones take away.
   */
  default Tensor pad(float value, int[]... pads) {
    return pad(Pad.Mode.CONSTANT, value, pads);
  }

  /** With {@code [before, after]} places added to each axis: mirrored, repeated or around. */
  default Tensor pad(Pad.Mode mode, int[]... pads) {
    return pad(mode, 0, pads);
  }

  private Tensor pad(Pad.Mode mode, float value, int[]... pads) {
    return Tensor.apply(new Pad(mode, value, pads), self());
  }

  /** Matrices with what is above a diagonal set to 0; 0 is the main one, 1 the one above. */
  default Tensor tril(int diagonal) {
    return Tensor.apply(new Triangle(true, diagonal), self());
  }

  /** Matrices with what is below a diagonal set to 0; 0 is the main one, 1 the one above. */
  default Tensor triu(int diagonal) {
    return Tensor.apply(new Triangle(false, diagonal), self());
  }

  /** The diagonal of two axes, which vanish, as the last axis; 0 is the main one, 1 above it. */
  default Tensor diagonal(int diagonal, int rows, int cols) {
    Shape shape = self().shape();
    Tensor matrices = Shapes.toBack(self(), shape.axis(rows), shape.axis(cols));
    int width = shape.dim(cols);
    Indices places = Shapes.diagonal(shape.dim(rows), width, diagonal);
    return matrices.flatten(-2, -1).indexSelect(-1, places);
  }

  /** The diagonal of a matrix, or the square matrix that has this row on that diagonal. */
  default Tensor diag(int diagonal) {
    if (self().shape().rank() != 1) {
      return diagonal(diagonal, -2, -1);
    }
    int side = self().size() + Math.abs(diagonal);
    Indices places = Shapes.diagonal(side, side, diagonal);
    return Tensor.zeros(side * side).indexAdd(0, places, self()).reshape(side, side);
  }

  /**
   * The coordinates of a grid: for rows {@code [m]}, {@code [n]}, … tensors {@code [m, n, …]}, of
   * which the first changes along the first axis, and so on ({@code indexing="ij"}).
   */
  static List<Tensor> meshgrid(Tensor... rows) {
    int[] dims = new int[rows.length];
    for (int i = 0; i < rows.length; i++) {
      if (rows[i].shape().rank() != 1) {
        throw new IllegalArgumentException(
            "meshgrid of %s: it takes rows".formatted(rows[i].shape()));
      }
      dims[i] = rows[i].size();
    }
    List<Tensor> grid = new ArrayList<>();
    for (int i = 0; i < rows.length; i++) {
      int[] along = new int[rows.length];
      Arrays.fill(along, 1);
      along[i] = dims[i];
      grid.add(rows[i].reshape(along).expand(dims));
    }
    return grid;
  }
}
