package io.reverie.sleep.strategy;

import io.reverie.data.Batch;
import io.reverie.data.Dataset;
import io.reverie.sleep.wake.Learner;
import io.reverie.tensor.Rng;
import java.util.ArrayList;
import java.util.List;

/**
 * Learns all data so far whenever a task ends, and nothing in between: what could be known if
 * everything were kept. (In Avalanche's sense: training goes on from the weights there are.)
 *
 * <p>The upper end along the way, at a price that grows with the square of the stream; joint
 * training, {@link Finetune} on a stream whose only task is everything, is the upper end at the
 * end.
 */
public final class Cumulative implements Strategy {
  private final Learner learner;
  private final int epochs;
  private final int batch;
  private final Rng rng;
  private final List<Dataset> known = new ArrayList<>();

  /** The method with so many passes over all data so far after each task, in batches. */
  public Cumulative(Learner learner, int epochs, int batch, Rng rng) {
    if (epochs < 1 || batch < 1) {
      throw new IllegalArgumentException(
          "%d epochs in batches of %d: at least 1 of each is needed".formatted(epochs, batch));
    }
    this.learner = learner;
    this.epochs = epochs;
    this.batch = batch;
    this.rng = rng;
  }

  @Override
  public Learner learner() {
    return learner;
  }

  @Override
  public void observe(Batch samples) {
    // They come again when the task ends.
  }

  @Override
  public void endTask(int task, Dataset data) {
    known.add(data);
    Dataset all = Dataset.concat(known.toArray(Dataset[]::new));
    long each = (long) Float.BYTES * all.sample().size() + Integer.BYTES;
    learner.ledger().keeps("all data", each * all.size());
    for (int epoch = 0; epoch < epochs; epoch++) {
      for (Batch samples : all.batches(batch, rng.split(task).split(epoch))) {
        learner.step(samples);
      }
    }
  }
}
