package io.reverie.nn;

import io.reverie.tensor.Tensor;

/**
 * x where it is positive, alpha · (e^(x/alpha) − 1) elsewhere.
 *
 * @param alpha how far down it goes, not 0
 */
public record Celu(float alpha) implements Layer {
  /** With alpha 1. */
  public static Celu of() {
    return new Celu(1);
  }

  @Override
  public Tensor forward(Tensor x) {
    return x.celu(alpha);
  }
}
