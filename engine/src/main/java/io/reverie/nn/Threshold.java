package io.reverie.nn;

import io.reverie.tensor.Tensor;

/**
 * x above the threshold, a fixed value at it and below.
 *
 * @param threshold the border
 * @param value what stands for everything not above it
 */
public record Threshold(float threshold, float value) implements Layer {
  @Override
  public Tensor forward(Tensor x) {
    return x.threshold(threshold, value);
  }
}
