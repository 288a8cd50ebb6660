package io.reverie.sleep;

import io.reverie.sleep.stage.Dream;
import java.util.List;

/**
 * The record of a night: what ran, when, for how long, and how the sleeper woke.
 *
 * @param episodes the stages as they were slept
 * @param losses the loss of each gradient step
 * @param dreams some of the dreams
 * @param canariesAtBedtime accuracy on the canaries before, from 0 to 1; NaN if not measured
 * @param canariesAtDawn the same after
 * @param promoted whether the night's weights were kept, or the evening's restored
 * @param gradientSamples samples that the night sent forward and back
 * @param seconds how long the night took
 */
public record Hypnogram(
    List<Episode> episodes,
    float[] losses,
    List<Dream> dreams,
    double canariesAtBedtime,
    double canariesAtDawn,
    boolean promoted,
    long gradientSamples,
    double seconds) {
  /**
   * One stage of the night.
   *
   * @param stage its name
   * @param cycle the number of its {@link SleepCycle} in the night, from 0
   * @param fromStep the night's gradient steps when it began
   * @param toStep the night's gradient steps when it ended
   * @param seconds how long it took
   */
  public record Episode(String stage, int cycle, int fromStep, int toStep, double seconds) {}

  /** Copies the lists. */
  public Hypnogram {
    episodes = List.copyOf(episodes);
    dreams = List.copyOf(dreams);
  }

  /** How many gradient steps the night made. */
  public int steps() {
    return losses.length;
  }
}
