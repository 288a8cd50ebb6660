package io.reverie.examples.lab;

import io.reverie.sleep.evaluate.Event;
import io.reverie.sleep.strategy.Strategy;
import io.reverie.tensor.Rng;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Looks at a run besides its accuracies. Until the end it must change nothing; at the end it may do
 * with the network what it wants, as long as it puts the weights back for the next one.
 */
public interface Probe {
  /** Something happened. */
  default void saw(Event event, Subject subject, Notes notes) {}

  /** All is learned. */
  default void finished(Subject subject, Notes notes) {}

  /** A probe that looks at the end only; it has no state. */
  static Supplier<Probe> atTheEnd(AtTheEnd look) {
    return () ->
        new Probe() {
          @Override
          public void finished(Subject subject, Notes notes) {
            look.look(subject, notes);
          }
        };
  }

  /** What to look at, at the end. */
  @FunctionalInterface
  interface AtTheEnd {
    /** Looks and notes. */
    void look(Subject subject, Notes notes);
  }

  /**
   * Who is looked at.
   *
   * @param arm the arm's name
   * @param seed the seed
   * @param first whether it is the first seed of the experiment, whose pictures are kept
   * @param strategy the method
   * @param bench where it learns
   */
  record Subject(String arm, long seed, boolean first, Strategy strategy, Bench bench) {
    /** A stream for the probe's own draws, the same for every arm of a seed. */
    public Rng stream(String purpose) {
      return Rng.of(seed).split("probe").split(purpose);
    }
  }

  /** What was seen: figures and rows of numbers by name. */
  final class Notes {
    private final Map<String, Double> measures = new LinkedHashMap<>();
    private final Map<String, List<double[]>> series = new LinkedHashMap<>();

    /** Notes a figure; the last one of a name counts. */
    public void measure(String name, double value) {
      measures.put(name, value);
    }

    /** Adds a row of numbers. */
    public void row(String name, double... numbers) {
      series.computeIfAbsent(name, n -> new ArrayList<>()).add(numbers);
    }

    /** The rows of this name, which are not kept. */
    public double[][] take(String name) {
      List<double[]> rows = series.remove(name);
      return rows == null ? new double[0][] : rows.toArray(double[][]::new);
    }

    Map<String, Double> measures() {
      return measures;
    }

    Map<String, double[][]> series() {
      Map<String, double[][]> all = new LinkedHashMap<>();
      series.forEach((name, rows) -> all.put(name, rows.toArray(double[][]::new)));
      return all;
    }
  }
}
