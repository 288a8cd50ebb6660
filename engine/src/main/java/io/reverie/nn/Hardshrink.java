package io.reverie.nn;

import io.reverie.tensor.Tensor;

/**
 * x, but 0 where |x| ≤ lambda.
 *
 * @param lambda half the width of the gap, at least 0
 */
public record Hardshrink(float lambda) implements Layer {
  /** With PyTorch's lambda, 0.5. */
  public static Hardshrink of() {
    return new Hardshrink(0.5f);
  }

  @Override
  public Tensor forward(Tensor x) {
    return x.hardshrink(lambda);
  }
}
