package io.reverie.sleep.dream;

import io.reverie.tensor.Rng;
import io.reverie.tensor.Tensor;

/** Makes inputs that never were, all its randomness from the stream given. */
@FunctionalInterface
public interface Sampler {
  /**
   * One input for each of these classes, {@code [n, …]}; a sampler that knows no classes makes as
   * many of any.
   */
  Tensor sample(int[] labels, Rng rng);
}
