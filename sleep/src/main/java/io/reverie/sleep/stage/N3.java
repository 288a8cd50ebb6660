package io.reverie.sleep.stage;

import io.reverie.data.Batch;
import io.reverie.data.Transform;

/**
 * Deep sleep: replay of the memory with all classes in equal parts, then synaptic homeostasis.
 *
 * <p>The day's last task dominates what the network says at bedtime; a block of balanced replay at
 * the end of the day undoes that bias, which the same samples spread over the day do not.
 *
 * @param batch memories a step
 * @param recall how a memory changes each time it comes back; {@link Transform#none} for not at all
 * @param homeostasis how synapses are scaled back when the stage ends
 */
public record N3(int batch, Transform recall, Homeostasis homeostasis) implements Stage {
  /** Checks the batch. */
  public N3 {
    if (batch < 1) {
      throw new IllegalArgumentException("N3 with batches of " + batch + ": at least 1 is needed");
    }
  }

  @Override
  public void sleep(Night night, int steps) {
    for (int i = 0; i < steps; i++) {
      Batch recalled = night.recall(batch);
      recall.apply(recalled.inputs(), night.rng());
      night.step(recalled);
    }
    homeostasis.scale(night.learner().parameters(), night.bedtime());
  }
}
