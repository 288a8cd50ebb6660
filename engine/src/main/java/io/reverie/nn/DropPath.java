package io.reverie.nn;

import io.reverie.tensor.Tensor;

/**
 * Silences whole samples of a residual branch while training: stochastic depth; does nothing
 * otherwise. Draws from the training tape's stream: {@code Tape.train(rng)}.
 *
 * @param p the probability of silence, 0 ≤ p &lt; 1
 */
public record DropPath(float p) implements Layer {
  /** Checks the probability. */
  public DropPath {
    if (!(p >= 0 && p < 1)) {
      throw new IllegalArgumentException("dropout with p = " + p + ": 0 ≤ p < 1 is needed");
    }
  }

  @Override
  public Tensor forward(Tensor x) {
    return x.dropPath(p);
  }
}
