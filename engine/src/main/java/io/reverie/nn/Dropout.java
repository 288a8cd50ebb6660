package io.reverie.nn;

import io.reverie.tensor.Tensor;

/**
 * Silences each number with probability p while training, and scales the others up; does nothing
 * otherwise. Draws from the training tape's stream: {@code Tape.train(rng)}.
 *
 * @param p the probability of silence, 0 ≤ p &lt; 1
 */
public record Dropout(float p) implements Layer {
  /** Checks the probability. */
  public Dropout {
    if (!(p >= 0 && p < 1)) {
      throw new IllegalArgumentException("dropout with p = " + p + ": 0 ≤ p < 1 is needed");
    }
  }

  @Override
  public Tensor forward(Tensor x) {
    return x.dropout(p);
  }
}
