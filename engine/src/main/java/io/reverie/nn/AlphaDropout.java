package io.reverie.nn;

import io.reverie.tensor.Tensor;

/**
 * Dropout for SELU networks, which keeps mean and variance, while training; does nothing otherwise.
 * Draws from the training tape's stream: {@code Tape.train(rng)}.
 *
 * @param p the probability of silence, 0 ≤ p &lt; 1
 */
public record AlphaDropout(float p) implements Layer {
  /** Checks the probability. */
  public AlphaDropout {
    if (!(p >= 0 && p < 1)) {
      throw new IllegalArgumentException("dropout with p = " + p + ": 0 ≤ p < 1 is needed");
    }
  }

  @Override
  public Tensor forward(Tensor x) {
    return x.alphaDropout(p);
  }
}
