package io.reverie.nn;

import io.reverie.tensor.Tensor;

/**
 * Silences whole channels of {@code [n, channels, …]} while training (Tompson et al. 2015); does
 * nothing otherwise. Draws from the training tape's stream: {@code Tape.train(rng)}.
 *
 * @param p the probability of silence, 0 ≤ p &lt; 1
 */
public record Dropout2d(float p) implements Layer {
  /** Checks the probability. */
  public Dropout2d {
    if (!(p >= 0 && p < 1)) {
      throw new IllegalArgumentException("dropout with p = " + p + ": 0 ≤ p < 1 is needed");
    }
  }

  @Override
  public Tensor forward(Tensor x) {
    return x.dropoutChannels(p);
  }
}
