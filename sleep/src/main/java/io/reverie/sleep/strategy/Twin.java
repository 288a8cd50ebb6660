package io.reverie.sleep.strategy;

import io.reverie.nn.Layer;
import io.reverie.sleep.wake.Learner;
import io.reverie.tensor.Parameters;
import io.reverie.tensor.Tape;
import io.reverie.tensor.Tensor;

/**
 * A copy of a learner's model that answers beside it and learns nothing by itself: a teacher frozen
 * when a task ended, or a running average.
 */
final class Twin {
  private final Learner learner;
  private final Layer model;
  private final Parameters numbers;

  /** The model as it is now; its bytes go to this account. */
  Twin(Learner learner, String account) {
    this.learner = learner;
    this.model = learner.model().copy();
    this.numbers = model.parameters();
    long size = model.state().values().stream().mapToLong(Tensor::size).sum();
    learner.ledger().keeps(account, Float.BYTES * size);
  }

  /** Its outputs, charged as forward samples. */
  Tensor outputs(Tensor inputs) {
    learner.ledger().forwardSamples(inputs.dim(0));
    return answers(inputs);
  }

  /** The same without a charge, for tests. */
  Tensor answers(Tensor inputs) {
    try (var _ = Tape.infer()) {
      return model.forward(inputs).copy();
    }
  }

  /**
   * Moves its parameters towards the learner's: θ ← (1 − share)·θ + share·learner's. Running
   * statistics of batch norms stay as they are.
   */
  void follow(float share) {
    float[] values = numbers.values();
    float[] goal = learner.parameters().values();
    for (int i = 0; i < values.length; i++) {
      values[i] = (1 - share) * values[i] + share * goal[i];
    }
  }
}
