package io.reverie.tensor;

import java.util.Arrays;

/**
 * Where the gradients of tensors stand.
 *
 * <p>A gradient counts as zeros until something is added to it, but the zeros are not written as
 * long as nobody looks: most often one operation sets all of it, and a pass that writes zeros and
 * one that reads them again are saved. Only roots have gradients; views see a part of theirs.
 */
final class Gradients {
  private Gradients() {}

  /** The gradient of a root, to be read or added to. */
  static Tensor of(Tensor root) {
    Tensor place = place(root);
    place.requireAlive();
    if (root.gradientStale) {
      Arrays.fill(place.array(), place.offset(), place.offset() + place.size(), 0f);
      root.gradientStale = false;
    }
    return place;
  }

  /**
   * Whether the gradient of a root still counts as zeros. From now on it does not: who asks must
   * set every element, over unknown contents.
   */
  static boolean starts(Tensor root) {
    place(root);
    boolean starts = root.gradientStale;
    root.gradientStale = false;
    return starts;
  }

  /** Lets the gradient of a root count as zeros again. */
  static void clear(Tensor root) {
    root.gradientStale = root.gradient != null;
  }

  private static Tensor place(Tensor root) {
    Tensor place = root.gradient;
    if (place == null) {
      place = newPlace(root);
      root.gradient = place;
      root.gradientStale = true;
    }
    return place;
  }

  private static Tensor newPlace(Tensor root) {
    if (root instanceof Parameter) {
      return new Tensor(root.shape(), new float[root.size()], 0, null);
    }
    Arena arena = root.arena();
    if (!root.tracked() || arena == null) {
      throw new IllegalStateException(
          "a tensor of shape %s has no gradient: nothing tracks it; use a Parameter, or"
                  .formatted(root.shape())
              + " Tape.watch(tensor) before it is used");
    }
    int at = arena.reserve(root.size());
    return new Tensor(root.shape(), arena.floats(), at, arena.lease());
  }
}
