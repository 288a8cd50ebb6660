package io.reverie.nn;

import io.reverie.tensor.Tensor;

/**
 * x within bounds, without slope at them.
 *
 * @param low the lower bound
 * @param high the upper bound
 */
public record HardTanh(float low, float high) implements Layer {
  /** Between −1 and 1. */
  public static HardTanh of() {
    return new HardTanh(-1, 1);
  }

  @Override
  public Tensor forward(Tensor x) {
    return x.hardTanh(low, high);
  }
}
