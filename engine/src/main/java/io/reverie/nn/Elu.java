package io.reverie.nn;

import io.reverie.tensor.Tensor;

/**
 * x where it is positive, alpha · (eˣ − 1) elsewhere.
 *
 * @param alpha how far down it goes
 */
public record Elu(float alpha) implements Layer {
  /** With alpha 1. */
  public static Elu of() {
    return new Elu(1);
  }

  @Override
  public Tensor forward(Tensor x) {
    return x.elu(alpha);
  }
}
