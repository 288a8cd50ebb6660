package io.reverie.nn;

import io.reverie.tensor.Tensor;

/**
 * x moved towards 0 by lambda, 0 where it is not further away.
 *
 * @param lambda how far, at least 0
 */
public record Softshrink(float lambda) implements Layer {
  /** With PyTorch's lambda, 0.5. */
  public static Softshrink of() {
    return new Softshrink(0.5f);
  }

  @Override
  public Tensor forward(Tensor x) {
    return x.softshrink(lambda);
  }
}
