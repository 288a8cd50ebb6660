package io.reverie.sleep.stage;

import io.reverie.data.Transform;

/**
 * Deep sleep: replay of the memory with all classes in equal parts, then synaptic homeostasis.
 *
 * <p>The day's last task dominates what the network says at bedtime; a block of balanced replay at
 * the end of the day undoes that bias, which the same samples spread over the day do not.
 *
 * @param replay what comes back
 * @param homeostasis how synapses are scaled back when the stage ends
 */
public record N3(Replay replay, Homeostasis homeostasis) implements Stage {
  /**
   * Balanced replay by labels.
   *
   * @param batch memories a step
   * @param recall how a memory changes each time it comes back; {@link Transform#none} for not at
   *     all
   * @param homeostasis how synapses are scaled back when the stage ends
   */
  public N3(int batch, Transform recall, Homeostasis homeostasis) {
    this(Replay.of(batch).changed(recall), homeostasis);
  }

  @Override
  public int batch() {
    return replay.batch();
  }

  @Override
  public void sleep(Night night, int steps) {
    homeostasis.watch(night);
    replay.sleep(night, steps);
    homeostasis.scale(night);
  }
}
