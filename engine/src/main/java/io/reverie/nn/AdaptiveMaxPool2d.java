package io.reverie.nn;

import io.reverie.tensor.Tensor;

/**
 * Keeps the largest numbers of images in a given number of places, whatever the images' size.
 *
 * @param height places from top to bottom
 * @param width places from left to right
 */
public record AdaptiveMaxPool2d(int height, int width) implements Layer {
  /** As many places in both directions. */
  public static AdaptiveMaxPool2d of(int both) {
    return new AdaptiveMaxPool2d(both, both);
  }

  /** {@code [n, channels, h, w]} to {@code [n, channels, height, width]}. */
  @Override
  public Tensor forward(Tensor x) {
    return x.adaptiveMaxPool2d(height, width);
  }
}
