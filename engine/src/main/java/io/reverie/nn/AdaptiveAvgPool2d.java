package io.reverie.nn;

import io.reverie.tensor.Tensor;

/**
 * Takes the means of images in a given number of places, whatever the images' size.
 *
 * @param height places from top to bottom
 * @param width places from left to right
 */
public record AdaptiveAvgPool2d(int height, int width) implements Layer {
  /** As many places in both directions. */
  public static AdaptiveAvgPool2d of(int both) {
    return new AdaptiveAvgPool2d(both, both);
  }

  /** {@code [n, channels, h, w]} to {@code [n, channels, height, width]}. */
  @Override
  public Tensor forward(Tensor x) {
    return x.adaptiveAvgPool2d(height, width);
  }
}
