package io.reverie.sleep.strategy;

import io.reverie.data.Batch;
import io.reverie.sleep.wake.Learner;

/**
 * Learns each batch and does nothing about forgetting: the lower end of every table.
 *
 * <p>On a stream whose only task is everything at once it is the upper end, joint training.
 *
 * @param learner who learns
 */
public record Finetune(Learner learner) implements Strategy {
  @Override
  public void observe(Batch batch) {
    learner.step(batch);
  }
}
