package io.reverie.nn;

import io.reverie.tensor.Tensor;

/**
 * x within bounds, with the gradient passing at them.
 *
 * @param low the lower bound; −∞ for none
 * @param high the upper bound; ∞ for none
 */
public record Clamp(float low, float high) implements Layer {
  @Override
  public Tensor forward(Tensor x) {
    return x.clamp(low, high);
  }
}
