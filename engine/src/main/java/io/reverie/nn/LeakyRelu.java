package io.reverie.nn;

import io.reverie.tensor.Tensor;

/**
 * x where it is positive, slope · x elsewhere.
 *
 * @param slope the slope below 0
 */
public record LeakyRelu(float slope) implements Layer {
  /** With PyTorch's slope, 0.01. */
  public static LeakyRelu of() {
    return new LeakyRelu(0.01f);
  }

  @Override
  public Tensor forward(Tensor x) {
    return x.leakyRelu(slope);
  }
}
