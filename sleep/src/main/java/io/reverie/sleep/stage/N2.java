package io.reverie.sleep.stage;

import io.reverie.sleep.memory.Draw;

/**
 * Light sleep: triage of the memory, then replay under noise (the spindles).
 *
 * @param replay what comes back, and its noise
 * @param triage how memories are given priorities first
 */
public record N2(Replay replay, Triage triage) implements Stage {
  /**
   * No triage, and balanced batches with Gaussian noise on the inputs, x + N(0, σ(t)²), whose σ
   * falls in a straight line from the evening's to zero at dawn.
   *
   * @param batch memories a step
   * @param sigma σ at bedtime, in units of the input
   */
  public N2(int batch, float sigma) {
    this(Replay.of(batch).noisy(Noise.gaussian(sigma)), Triage.none());
  }

  /** The same with a triage, by which the share of each of its batches is recalled. */
  public N2 sorting(Triage other, float share) {
    return new N2(replay.recalling(Recollection.triaged(Draw.balanced(), share)), other);
  }

  @Override
  public int batch() {
    return replay.batch();
  }

  @Override
  public void sleep(Night night, int steps) {
    triage.sort(night);
    replay.sleep(night, steps);
  }
}
