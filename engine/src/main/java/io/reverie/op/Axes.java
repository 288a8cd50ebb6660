package io.reverie.op;

import io.reverie.tensor.Op;
import io.reverie.tensor.Shape;
import io.reverie.tensor.Tensor;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * A set of axes of a shape: those that a reduction makes vanish.
 *
 * @param shape whose axes they are
 * @param gone which ones are in the set
 */
record Axes(Shape shape, boolean[] gone) {
  /** The reduction over neighbouring axes {@code from} (inclusive) to {@code to} (exclusive). */
  interface Neighbours {
    Op op(int from, int to);
  }

  /**
   * The axes with these numbers, all of them if there are no numbers.
   *
   * @throws IndexOutOfBoundsException if there is no such axis
   * @throws IllegalArgumentException if one is named twice
   */
  static Axes of(Shape shape, int... axes) {
    boolean[] gone = new boolean[shape.rank()];
    Arrays.fill(gone, axes.length == 0);
    for (int axis : axes) {
      int place = shape.axis(axis);
      if (gone[place]) {
        throw new IllegalArgumentException(
            "axes %s of %s: axis %d is named twice".formatted(Arrays.toString(axes), shape, place));
      }
      gone[place] = true;
    }
    return new Axes(shape, gone);
  }

  /** The shape without these axes, or with 1 in their place. */
  Shape left(boolean keepDim) {
    int[] dims = new int[gone.length];
    int rank = 0;
    for (int axis = 0; axis < gone.length; axis++) {
      if (!gone[axis] || keepDim) {
        dims[rank++] = gone[axis] ? 1 : shape.dim(axis);
      }
    }
    return Shape.of(Arrays.copyOf(dims, rank));
  }

  /** How many elements become one. */
  int count() {
    int count = 1;
    for (int axis = 0; axis < gone.length; axis++) {
      count *= gone[axis] ? shape.dim(axis) : 1;
    }
    return count;
  }

  /** The numbers of the axes that are in the set, or that are not. */
  private int[] numbers(boolean in) {
    return IntStream.range(0, gone.length).filter(i -> gone[i] == in).toArray();
  }

  /**
   * One reduction over the whole set: axes that are not neighbours are brought together first.
   * Needed where one axis after the other gives something else, as in a variance.
   */
  Tensor atOnce(Tensor x, boolean keepDim, Neighbours reduction) {
    int[] vanish = numbers(true);
    int from = vanish.length == 0 ? 0 : vanish[0];
    int to = vanish.length == 0 ? 0 : vanish[vanish.length - 1] + 1;
    Tensor input = x;
    if (shape.sizeOf(from, to) != count()) {
      int[] stay = numbers(false);
      int[] order = Arrays.copyOf(stay, gone.length);
      System.arraycopy(vanish, 0, order, stay.length, vanish.length);
      input = x.permute(order);
      from = stay.length;
      to = gone.length;
    }
    return Tensor.apply(reduction.op(from, to), input).window(0, left(keepDim));
  }

  /** One reduction a group of neighbours, from the back: nothing needs to move. */
  Tensor inTurn(Tensor x, boolean keepDim, Neighbours reduction) {
    Tensor left = x;
    for (int to = gone.length; to > 0; to--) {
      if (gone[to - 1]) {
        int from = to - 1;
        while (from > 0 && gone[from - 1]) {
          from--;
        }
        left = Tensor.apply(reduction.op(from, to), left);
        to = from + 1;
      }
    }
    return left.window(0, left(keepDim));
  }
}
