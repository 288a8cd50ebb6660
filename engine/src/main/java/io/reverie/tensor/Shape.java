package io.reverie.tensor;

import java.util.Arrays;

/**
 * The lengths of a tensor's axes, outermost first: {@code [32, 784]} is 32 rows of 784 numbers.
 *
 * <p>Immutable. A shape without axes, {@code []}, is a single number. Lengths may be 0 (an empty
 * tensor); their product fits an {@code int}. An axis may be named from the end: −1 is the last.
 */
public final class Shape {
  private static final Shape SCALAR = new Shape(new int[0], 1);

  private final int[] dims;
  private final int size;

  private Shape(int[] dims, int size) {
    this.dims = dims;
    this.size = size;
  }

  /**
   * The shape with these axis lengths.
   *
   * @throws IllegalArgumentException if a length is negative or the product exceeds 2³¹−1
   */
  public static Shape of(int... dims) {
    return adopt(dims.clone());
  }

  /** The shape with these lengths, whose array nobody else has. */
  private static Shape adopt(int[] dims) {
    if (dims.length == 0) {
      return SCALAR;
    }
    long size = 1;
    for (int dim : dims) {
      if (dim < 0) {
        throw new IllegalArgumentException(
            "a shape of " + Arrays.toString(dims) + ": lengths must not be negative");
      }
      size = Math.multiplyExact(size, dim);
      if (size > Integer.MAX_VALUE) {
        throw new IllegalArgumentException(
            "a shape of "
                + Arrays.toString(dims)
                + " has more than 2147483647 elements; split it along an axis");
      }
    }
    return new Shape(dims, (int) size);
  }

  /** How many axes there are. */
  public int rank() {
    return dims.length;
  }

  /** How many elements there are: the product of all lengths. */
  public int size() {
    return size;
  }

  /** The length of an axis; −1 names the last one. */
  public int dim(int axis) {
    return dims[axis(axis)];
  }

  /** All lengths, a fresh array. */
  public int[] dims() {
    return dims.clone();
  }

  /**
   * The axis counted from the front: −1 becomes {@code rank − 1}.
   *
   * @throws IndexOutOfBoundsException if there is no such axis
   */
  public int axis(int axis) {
    int positive = axis < 0 ? axis + dims.length : axis;
    if (positive < 0 || positive >= dims.length) {
      throw new IndexOutOfBoundsException(
          "axis %d of %s: axes run from %d to %d"
              .formatted(axis, this, -dims.length, dims.length - 1));
    }
    return positive;
  }

  /** The product of the lengths of axes {@code from} (inclusive) to {@code to} (exclusive). */
  public int sizeOf(int from, int to) {
    int product = 1;
    for (int i = from; i < to; i++) {
      product *= dims[i];
    }
    return product;
  }

  /** Whether the last axes are those of this shape. */
  public boolean endsWith(Shape tail) {
    int from = dims.length - tail.dims.length;
    return from >= 0 && Arrays.equals(dims, from, dims.length, tail.dims, 0, tail.dims.length);
  }

  /** Whether this is a single axis of this length, as of a bias. */
  public boolean isRow(int length) {
    return dims.length == 1 && dims[0] == length;
  }

  /** This shape with the length of one axis changed. */
  public Shape with(int axis, int length) {
    int place = axis(axis);
    if (dims[place] == length) {
      return this;
    }
    int[] changed = dims.clone();
    changed[place] = length;
    return adopt(changed);
  }

  /** This shape without one axis. */
  public Shape without(int axis) {
    int gone = axis(axis);
    int[] left = new int[dims.length - 1];
    System.arraycopy(dims, 0, left, 0, gone);
    System.arraycopy(dims, gone + 1, left, gone, left.length - gone);
    return adopt(left);
  }

  /** This shape behind one more leading axis. */
  public Shape prepend(int length) {
    int[] longer = new int[dims.length + 1];
    longer[0] = length;
    System.arraycopy(dims, 0, longer, 1, dims.length);
    return adopt(longer);
  }

  /** This shape before one more last axis. */
  public Shape append(int length) {
    int[] longer = Arrays.copyOf(dims, dims.length + 1);
    longer[dims.length] = length;
    return adopt(longer);
  }

  /**
   * The shape that both shapes broadcast to by NumPy's rule: aligned at the last axis, lengths must
   * be equal or 1.
   *
   * @throws IllegalArgumentException if they do not fit
   */
  public Shape broadcast(Shape other) {
    if (equals(other)) {
      return this;
    }
    int rank = Math.max(rank(), other.rank());
    int[] joined = new int[rank];
    for (int i = 1; i <= rank; i++) {
      int a = i <= rank() ? dims[rank() - i] : 1;
      int b = i <= other.rank() ? other.dims[other.rank() - i] : 1;
      if (a != b && a != 1 && b != 1) {
        throw new IllegalArgumentException(
            "%s and %s do not broadcast: lengths %d and %d at axis %d must be equal or 1"
                .formatted(this, other, a, b, -i));
      }
      joined[rank - i] = a == 1 ? b : a;
    }
    return adopt(joined);
  }

  /**
   * The shape of these dims for as many elements as this one has; one length may be −1 and is
   * worked out.
   *
   * @throws IllegalArgumentException if the numbers of elements differ
   */
  public Shape reshape(int... wanted) {
    int[] filled = wanted.clone();
    int open = -1;
    long known = 1;
    for (int i = 0; i < filled.length; i++) {
      if (filled[i] == -1 && open < 0) {
        open = i;
      } else {
        known *= filled[i];
      }
    }
    if (open >= 0 && known > 0 && size % known == 0) {
      filled[open] = (int) (size / known);
      known *= filled[open];
    }
    if (known != size || open >= 0 && filled[open] < 0) {
      throw new IllegalArgumentException(
          "reshape of %s (%d elements) to %s: the numbers of elements differ"
              .formatted(this, size, Arrays.toString(wanted)));
    }
    return adopt(filled);
  }

  @Override
  public boolean equals(Object other) {
    return other == this || other instanceof Shape shape && Arrays.equals(dims, shape.dims);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(dims);
  }

  @Override
  public String toString() {
    return Arrays.toString(dims);
  }
}
