package io.reverie.sleep.stage;

import java.util.Arrays;

/**
 * How much each weight did for what was replayed: {@code Σ |g·w|} over the gradient steps, the
 * change of the loss, to first order, if the weight were taken away (Molchanov et al. 2017).
 */
final class Use {
  private static final String USE = "use";

  private Use() {}

  /** From now on use is added up; a new account for each stage. */
  static void watch(Night night) {
    float[] use = night.keep(USE, () -> new float[night.learner().parameters().size()]);
    Arrays.fill(use, 0);
  }

  /** Before a gradient step, while the gradient is there: adds it up, where somebody watches. */
  static void before(Night night) {
    float[] use = night.kept(USE);
    if (use == null) {
      return;
    }
    float[] weights = night.learner().parameters().values();
    float[] gradients = night.learner().parameters().gradients();
    for (int i = 0; i < use.length; i++) {
      use[i] += Math.abs(gradients[i] * weights[i]);
    }
  }

  /** What was added up; nobody's to change. */
  static float[] of(Night night) {
    float[] use = night.kept(USE);
    if (use == null) {
      throw new IllegalStateException(
          "nobody watched what was used: call the homeostasis' watch before the replay");
    }
    return use;
  }
}
