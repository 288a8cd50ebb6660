package io.reverie.nn;

import io.reverie.tensor.Tensor;

/**
 * Takes the mean under a window that slides over images.
 *
 * @param geometry kernel, stride and padding
 */
public record AvgPool2d(io.reverie.op.AvgPool2d geometry) implements Layer {
  /** Windows side by side: the stride is the kernel. */
  public static AvgPool2d of(int kernel) {
    return of(kernel, kernel, 0);
  }

  /** Windows of any size, stride and padding. */
  public static AvgPool2d of(int kernel, int stride, int padding) {
    return new AvgPool2d(new io.reverie.op.AvgPool2d(kernel, stride, padding));
  }

  /** {@code [n, channels, height, width]} to {@code [n, channels, oh, ow]}. */
  @Override
  public Tensor forward(Tensor x) {
    return x.avgPool2d(geometry);
  }
}
