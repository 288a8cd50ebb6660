package io.reverie.nn;

import io.reverie.tensor.Tensor;

/**
 * Keeps the largest number under a window that slides over sequences.
 *
 * @param geometry kernel, stride and padding, made by {@link io.reverie.op.MaxPool2d#along}
 */
public record MaxPool1d(io.reverie.op.MaxPool2d geometry) implements Layer {
  /** Windows side by side: the stride is the kernel. */
  public static MaxPool1d of(int kernel) {
    return of(kernel, kernel, 0);
  }

  /** Windows of any size, stride and padding. */
  public static MaxPool1d of(int kernel, int stride, int padding) {
    return new MaxPool1d(io.reverie.op.MaxPool2d.along(kernel, stride, padding));
  }

  /** {@code [n, channels, length]} to {@code [n, channels, places]}. */
  @Override
  public Tensor forward(Tensor x) {
    return x.maxPool1d(geometry);
  }
}
