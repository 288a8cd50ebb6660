package io.reverie.nn;

import io.reverie.tensor.Tensor;

/** The mean of each channel over all of its places: images or sequences become rows. */
public record GlobalAvgPool() implements Layer {
  /** {@code [n, channels, …]} to {@code [n, channels]}. */
  @Override
  public Tensor forward(Tensor x) {
    if (x.shape().rank() < 3 || x.size() == 0) {
      throw new IllegalArgumentException(
          "globalAvgPool of %s: it takes [n, channels, …] with at least one place"
              .formatted(x.shape()));
    }
    return x.flatten(2).mean(2);
  }
}
