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

  /**
   * Shapes that were made lately, two a place: a step asks for the same ones as the step before.
   * Threads may write over each other's, which costs an object and no more, since shapes are
   * immutable.
   */
  private static final @Nullable Shape[] RECENT = new Shape[1 << 10];

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
    int at = place(Arrays.hashCode(dims));
    for (int i = at; i < at + 2; i++) {
      Shape recent = RECENT[i];
      if (recent != null && Arrays.equals(recent.dims, dims)) {
        return recent;
      }
    }
    return adopt(dims.clone(), at);
  }

  /** Where shapes with this hash code are among the recent ones. */
  private static int place(int hash) {
    return (hash * 0x9E3779B9 >>> 23) << 1;
  }

  /** The shape with these lengths, whose array nobody else has, recent from now on. */
  private static Shape adopt(int[] dims, int at) {
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
    Shape shape = new Shape(dims, (int) size);
    RECENT[at + 1] = RECENT[at];
    RECENT[at] = shape;
    return shape;
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
    return dims[place] == length ? this : replace(place, 1, 1, length);
  }

  /** This shape without one axis. */
  public Shape without(int axis) {
    return replace(axis(axis), 1, 0, 0);
  }

  /** This shape behind one more leading axis. */
  public Shape prepend(int length) {
    return replace(0, 0, 1, length);
  }

  /** This shape before one more last axis. */
  public Shape append(int length) {
    return replace(dims.length, 0, 1, length);
  }

  /** This shape with so many axes gone at a place, and so many added there, all of this length. */
  private Shape replace(int place, int gone, int added, int length) {
    int rank = dims.length - gone + added;
    int hash = 1; // Arrays.hashCode of an array that is not made
    for (int i = 0; i < rank; i++) {
      hash = 31 * hash + replaced(i, place, gone, added, length);
    }
    int at = place(hash);
    for (int i = at; i < at + 2; i++) {
      Shape recent = RECENT[i];
      if (recent != null && recent.isReplaced(this, place, gone, added, length)) {
        return recent;
      }
    }
    int[] made = new int[rank];
    for (int i = 0; i < rank; i++) {
      made[i] = replaced(i, place, gone, added, length);
    }
    return adopt(made, at);
  }

  private int replaced(int i, int place, int gone, int added, int length) {
    return i < place ? dims[i] : i < place + added ? length : dims[i - added + gone];
  }

  private boolean isReplaced(Shape of, int place, int gone, int added, int length) {
    boolean same = dims.length == of.dims.length - gone + added;
    for (int i = 0; same && i < dims.length; i++) {
      same = dims[i] == of.replaced(i, place, gone, added, length);
    }
    return same;
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
    return of(joined);
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
    return of(filled);
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
