package io.reverie.tensor;

import java.util.Arrays;

/**
 * Whole numbers in a shape: token ids, class labels, places found by a search.
 *
 * <p>Plain {@code int[]} with a {@link Shape}, row-major; never differentiated. Immutable by
 * convention: the array is wrapped, not copied, and whoever made it should leave it alone.
 *
 * @param values the numbers, in row-major order
 * @param shape the lengths of the axes
 */
public record Indices(int[] values, Shape shape) {
  /** Checks that there are as many numbers as the shape has elements. */
  public Indices {
    if (values.length != shape.size()) {
      throw new IllegalArgumentException(
          "%d numbers do not make indices of shape %s, which has %d"
              .formatted(values.length, shape, shape.size()));
    }
  }

  /** A row of these numbers. */
  public static Indices of(int... values) {
    return new Indices(values, Shape.of(values.length));
  }

  /** These numbers in this shape; the array is wrapped, not copied. */
  public static Indices of(int[] values, int... dims) {
    return new Indices(values, Shape.of(dims));
  }

  /** How many numbers there are. */
  public int size() {
    return values.length;
  }

  /** The same numbers in another shape; one length may be −1 and is worked out. */
  public Indices reshape(int... dims) {
    return new Indices(values, shape.reshape(dims));
  }

  /**
   * A row of {@code classes} numbers for each of these: 1 at its place, 0 elsewhere.
   *
   * @throws IndexOutOfBoundsException if a number is negative or {@code classes} or more
   */
  public Tensor oneHot(int classes) {
    requireBelow(classes, "class");
    Tensor rows = Tensor.zeros(shape.append(classes).dims());
    for (int i = 0; i < values.length; i++) {
      rows.array()[i * classes + values[i]] = 1;
    }
    return rows;
  }

  /**
   * Throws unless every number is from 0 to {@code bound − 1}.
   *
   * @param what what the numbers are, for the message
   * @throws IndexOutOfBoundsException naming the first number that is not, and its place
   */
  public void requireBelow(int bound, String what) {
    for (int i = 0; i < values.length; i++) {
      if (values[i] < 0 || values[i] >= bound) {
        throw new IndexOutOfBoundsException(
            "%s %d at place %d of %s: 0 to %d is needed"
                .formatted(what, values[i], i, shape, bound - 1));
      }
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Indices that
        && shape.equals(that.shape)
        && Arrays.equals(values, that.values);
  }

  @Override
  public int hashCode() {
    return 31 * shape.hashCode() + Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return "Indices" + shape + " " + Arrays.toString(Arrays.copyOf(values, Math.min(8, size())));
  }
}
