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
 * @param readings what was read at bedtime and at the end of each stage: {@code norm}, that of all
 *     parameters, and what the {@link Sleeper} watches; in order, before a night is taken back
 */
public record Hypnogram(
    List<Episode> episodes,
    float[] losses,
    List<Dream> dreams,
    double canariesAtBedtime,
    double canariesAtDawn,
    boolean promoted,
    long gradientSamples,
    double seconds,
    List<Reading> readings) {
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

  /**
   * A figure at one moment of the night.
   *
   * @param what its name
   * @param step the night's gradient steps by then
   * @param value the figure
   */
  public record Reading(String what, int step, double value) {}

  /** Copies the lists. */
  public Hypnogram {
    episodes = List.copyOf(episodes);
    dreams = List.copyOf(dreams);
    readings = List.copyOf(readings);
  }

  /** A record without readings. */
  public Hypnogram(
      List<Episode> episodes,
      float[] losses,
      List<Dream> dreams,
      double canariesAtBedtime,
      double canariesAtDawn,
      boolean promoted,
      long gradientSamples,
      double seconds) {
    this(
        episodes,
        losses,
        dreams,
        canariesAtBedtime,
        canariesAtDawn,
        promoted,
        gradientSamples,
        seconds,
        List.of());
  }

  /** How many gradient steps the night made. */
  public int steps() {
    return losses.length;
  }

  /** The readings of this figure, from bedtime to the end of the last stage. */
  public List<Reading> readings(String what) {
    return readings.stream().filter(reading -> reading.what().equals(what)).toList();
  }

  /** How much a figure changed from bedtime to the last stage's end; NaN if nobody read it. */
  public double change(String what) {
    List<Reading> course = readings(what);
    return course.isEmpty() ? Double.NaN : course.getLast().value() - course.getFirst().value();
  }
}
