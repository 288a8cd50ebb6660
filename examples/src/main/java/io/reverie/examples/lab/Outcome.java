package io.reverie.examples.lab;

import io.reverie.sleep.Hypnogram;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is kept of one run: one line of a file.
 *
 * @param arm the arm's name
 * @param seed the seed
 * @param settings the hash of the experiment's settings
 * @param commit the revision of the sources; with a + where files had changed
 * @param host what it ran on
 * @param measures figures by name, among them those of {@link Measure}
 * @param kept bytes kept from task to task, by account
 * @param matrix accuracy on each task after each task
 * @param curve the tests along the way: the batches seen, then the accuracy on each task
 * @param nights the nights, of the first seed only
 * @param series what probes noted besides, by name: rows of numbers
 */
public record Outcome(
    String arm,
    long seed,
    String settings,
    String commit,
    String host,
    Map<String, Double> measures,
    Map<String, Long> kept,
    double[][] matrix,
    double[][] curve,
    List<NightNote> nights,
    Map<String, double[][]> series) {
  /** Copies the collections. */
  public Outcome {
    measures = new LinkedHashMap<>(measures);
    kept = new LinkedHashMap<>(kept);
    nights = List.copyOf(nights);
    series = new LinkedHashMap<>(series);
  }

  /** The figure of this name; NaN where there is none. */
  public double measure(String name) {
    return measures.getOrDefault(name, Double.NaN);
  }

  /**
   * What is kept of a night.
   *
   * @param stages the stage of each episode
   * @param from its first gradient step
   * @param to the step behind its last
   * @param losses the loss of each step
   * @param bedtime canaries at bedtime
   * @param dawn canaries at dawn
   * @param promoted whether the night's weights were kept
   * @param gradientSamples samples that went forward and back
   * @param seconds how long it took
   */
  public record NightNote(
      List<String> stages,
      int[] from,
      int[] to,
      float[] losses,
      double bedtime,
      double dawn,
      boolean promoted,
      long gradientSamples,
      double seconds) {
    /** The note of a night. */
    static NightNote of(Hypnogram night) {
      var episodes = night.episodes();
      return new NightNote(
          episodes.stream().map(Hypnogram.Episode::stage).toList(),
          episodes.stream().mapToInt(Hypnogram.Episode::fromStep).toArray(),
          episodes.stream().mapToInt(Hypnogram.Episode::toStep).toArray(),
          night.losses(),
          night.canariesAtBedtime(),
          night.canariesAtDawn(),
          night.promoted(),
          night.gradientSamples(),
          night.seconds());
    }
  }
}
