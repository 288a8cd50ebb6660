package io.reverie.op;

/**
 * Two whole numbers that belong to the two axes of an image: a kernel's size, a stride, a padding.
 *
 * @param height for the axis from top to bottom
 * @param width for the axis from left to right
 */
public record Pair(int height, int width) {
  /** The same number for both axes. */
  public static Pair of(int both) {
    return new Pair(both, both);
  }

  /** Whether neither number is below this one. */
  boolean atLeast(int least) {
    return height >= least && width >= least;
  }

  /** {@code 3} for twice the same, {@code [3, 5]} otherwise. */
  @Override
  public String toString() {
    return height == width ? String.valueOf(height) : "[" + height + ", " + width + "]";
  }
}
