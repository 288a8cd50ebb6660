package io.reverie.data;

import io.reverie.tensor.Shape;
import io.reverie.tensor.Tensor;

/** How many images of one height and width stand in each sample: its channels. */
final class Planes {
  private Planes() {}

  /** The channels of a batch's samples, flattened or not. */
  static int of(Tensor inputs, int height, int width) {
    Shape shape = inputs.shape();
    int size = shape.rank() < 1 ? 1 : shape.sizeOf(1, shape.rank());
    if (height < 1 || width < 1 || shape.rank() < 1 || size % (height * width) != 0) {
      throw new IllegalArgumentException(
          "images of %d × %d in a batch %s: %d numbers a sample are not whole images"
              .formatted(height, width, shape, size));
    }
    return size / (height * width);
  }
}
