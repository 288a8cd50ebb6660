package io.reverie.sleep.strategy;

import io.reverie.sleep.wake.Learner;

/**
 * A spring at every weight: the penalty λ·Σ k·(θ − θ*)² that methods of weight importance have in
 * common. What sets them apart is where the stiffness k comes from.
 */
final class Springs {
  private final Learner learner;
  private final float[] stiffness;
  private final float[] rest;
  private boolean attached;

  /** Springs that do not pull yet. */
  Springs(Learner learner) {
    this.learner = learner;
    this.stiffness = new float[learner.parameters().size()];
    this.rest = new float[stiffness.length];
  }

  /** Adds the penalty's gradient, 2·λ·k·(θ − θ*), to the model's. */
  void pull(float lambda) {
    if (!attached || lambda == 0) {
      return;
    }
    float[] values = learner.parameters().values();
    float[] gradients = learner.parameters().gradients();
    for (int i = 0; i < values.length; i++) {
      gradients[i] += 2 * lambda * stiffness[i] * (values[i] - rest[i]);
    }
  }

  /** k becomes γ·k + more, and all springs rest where the weights are now. */
  void moveTo(float gamma, float[] more) {
    float[] values = learner.parameters().values();
    for (int i = 0; i < values.length; i++) {
      stiffness[i] = gamma * stiffness[i] + more[i];
      rest[i] = values[i];
    }
    attach();
  }

  /**
   * Second springs beside those there are, which rest where the weights are now. Two springs pull
   * like one as stiff as both that rests at their weighted mean.
   */
  void add(float[] more) {
    float[] values = learner.parameters().values();
    for (int i = 0; i < values.length; i++) {
      double sum = (double) stiffness[i] + more[i];
      rest[i] =
          (float)
              (sum > 0
                  ? (stiffness[i] * (double) rest[i] + more[i] * (double) values[i]) / sum
                  : values[i]);
      stiffness[i] = (float) sum;
    }
    attach();
  }

  private void attach() {
    attached = true;
    learner.ledger().keeps("importances and old weights", 2L * Float.BYTES * stiffness.length);
  }

  /** Where the weights were when the springs were last moved or added; zeros before. */
  float[] rest() {
    return rest;
  }

  /** λ must be a number that is not negative. */
  static float requireStrength(String method, float lambda) {
    if (!(lambda >= 0) || lambda == Float.POSITIVE_INFINITY) {
      throw new IllegalArgumentException(
          "%s with strength %s: 0 or more is needed".formatted(method, lambda));
    }
    return lambda;
  }

  /** Why springs do not help where a test asks among the classes of all tasks. */
  static String advice(String method) {
    return method
        + " is known not to help where tests ask among the classes of all tasks (class-incremental):"
        + " nothing holds the outputs of classes that do not come any more. Replay some memories, or"
        + " tell the task.";
  }
}
