package io.reverie.sleep.stage;

import io.reverie.tensor.Nullable;

/**
 * The cortex: an exponential moving average of the weights that follows every gradient step of the
 * night, {@code c ← d·c + (1 − d)·w}, and may take their place at dawn (a soft update).
 *
 * <p>It begins where the weights are when {@link #follow} is slept, usually at bedtime. Between
 * nights nothing is kept: each begins anew. This is the plain average, not CLS-ER's (Arani et al.
 * 2022), which follows at random steps by day. What changes weights without a gradient step, such
 * as homeostasis, reaches it at the next one.
 */
public final class Cortex {
  private static final String WEIGHTS = "cortex";
  private static final String DECAY = "cortex decay";

  private Cortex() {}

  /**
   * A stage from which on the cortex follows; makes no gradient step.
   *
   * @param decay d, from 0 (the weights themselves) to below 1; at 0.99 it is as old as 100 steps
   */
  public static Stage follow(float decay) {
    if (!(decay >= 0 && decay < 1)) {
      throw new IllegalArgumentException("a cortex with decay " + decay + ": 0 ≤ d < 1 is needed");
    }
    return Stage.named(
        "cortex",
        (night, steps) -> {
          night.settle();
          night.keep(WEIGHTS, night.learner().parameters()::snapshot);
          night.keep(DECAY, () -> new float[1])[0] = decay;
          long numbers = night.learner().parameters().size();
          night.learner().ledger().keeps("cortex", Float.BYTES * numbers);
        });
  }

  /** A stage in which the cortex, after a last look, takes the weights' place: for dawn. */
  public static Stage consolidate() {
    return Stage.named(
        "consolidation",
        (night, steps) -> {
          float[] average = weights(night);
          after(night);
          night.learner().parameters().restore(average);
        });
  }

  /** The average so far; nobody's to change. */
  static float[] weights(Night night) {
    float[] average = night.kept(WEIGHTS);
    if (average == null) {
      throw new IllegalStateException(
          "tonight has no cortex: let the night begin with Cortex.follow(decay)");
    }
    return average;
  }

  /** After a gradient step: follows, where there is a cortex. */
  static void after(Night night) {
    float @Nullable [] average = night.kept(WEIGHTS);
    float @Nullable [] decay = night.kept(DECAY);
    if (average == null || decay == null) {
      return;
    }
    float[] weights = night.learner().parameters().values();
    float d = decay[0];
    for (int i = 0; i < average.length; i++) {
      average[i] = d * average[i] + (1 - d) * weights[i];
    }
  }
}
