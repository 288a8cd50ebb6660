package io.reverie.sleep.stage;

import io.reverie.data.Batch;
import io.reverie.tensor.Rng;
import io.reverie.tensor.Tensor;

/**
 * Light sleep: replay under noise (the spindles).
 *
 * <p>Balanced batches with Gaussian noise on the inputs, x + N(0, σ(t)²), whose σ falls in a
 * straight line from the evening's to zero at dawn.
 *
 * @param batch memories a step
 * @param sigma σ at bedtime, in units of the input
 */
public record N2(int batch, float sigma) implements Stage {
  /** Checks the numbers. */
  public N2 {
    if (batch < 1 || !(sigma >= 0)) {
      throw new IllegalArgumentException(
          "N2 with batches of %d and σ = %s: at least 1 and 0 are needed".formatted(batch, sigma));
    }
  }

  @Override
  public void sleep(Night night, int steps) {
    for (int i = 0; i < steps; i++) {
      Batch recalled = night.recall(batch);
      addNoise(recalled.inputs(), sigma * (1 - night.hour()), night.rng());
      night.step(recalled);
    }
  }

  private static void addNoise(Tensor inputs, float deviation, Rng rng) {
    if (deviation == 0) {
      return;
    }
    float[] x = inputs.array();
    for (int i = 0; i < inputs.size(); i++) {
      x[inputs.offset() + i] += deviation * rng.nextGaussian();
    }
  }
}
