package io.reverie.sleep.stage;

import io.reverie.sleep.wake.Learner;
import io.reverie.tensor.Tensor;

/**
 * Whom the sleeping network listens to: see {@link Lesson#distillation}.
 *
 * <p>Asking costs a forward sample each, and the teacher's weights are bytes kept; both are
 * charged.
 */
@FunctionalInterface
public interface Teacher {
  /** What the teacher says of these inputs, {@code [n, classes]}; called outside any tape. */
  Tensor outputs(Night night, Tensor inputs);

  /** The network that went to bed: its parameters at bedtime. */
  static Teacher bedtime() {
    return (night, inputs) -> {
      float[] then = night.bedtime();
      night.learner().ledger().keeps("teacher by night", (long) Float.BYTES * then.length);
      return night.outputs(then, inputs);
    };
  }

  /** The slow average of the weights: see {@link Cortex}. */
  static Teacher cortex() {
    return (night, inputs) -> night.outputs(Cortex.weights(night), inputs);
  }

  /** Another network, which stays as it is; its numbers are charged as kept. */
  static Teacher of(Learner other) {
    return (night, inputs) -> {
      night.learner().ledger().forwardSamples(inputs.dim(0));
      long numbers = other.parameters().size();
      night.learner().ledger().keeps("other teacher by night", Float.BYTES * numbers);
      return other.answers(inputs);
    };
  }
}
