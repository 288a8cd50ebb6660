package io.reverie.examples.lab;

import io.reverie.data.Batch;
import io.reverie.data.Synthetic;
import io.reverie.sleep.scenario.Scenario;
import io.reverie.sleep.strategy.Finetune;
import io.reverie.sleep.strategy.Strategy;
import io.reverie.sleep.wake.Learner;
import io.reverie.tensor.Rng;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Experiments and outcomes made for tests. */
public final class Made {
  private Made() {}

  /** Four clouds of points, two at a time. */
  public static World.Data clouds() {
    var points = Synthetic.blobs(200, 4, 2, 0.3f, Rng.of(3));
    return new World.Data(points, points, "clouds");
  }

  /** A little world of theirs. */
  public static World world() {
    return World.of(
        "clouds two by two", 1, 10, (data, seed) -> Scenario.split(data.train(), data.test(), 2));
  }

  /** Two arms on it, of which the second does each step twice. */
  public static Experiment experiment(String settings, Arm.Method second, PassRule rule) {
    var arms =
        List.of(
            Arm.of("once", "rate .05", bench -> new Finetune(bench.learner(0.05f))),
            Arm.of("twice", settings, second).paying("once"));
    return new Experiment(
        "X1",
        "A title",
        "A claim & its source",
        "Nothing.",
        new Experiment.Design(world(), Net.MLP, 10, 5, arms, "once"),
        Measure.ACCURACY,
        rule,
        List.of());
  }

  /** The same with a rule about nothing. */
  public static Experiment experiment() {
    return experiment(
        "each step twice",
        bench -> new Twice(bench.learner(0.05f)),
        PassRule.more(Measure.ACCURACY, "twice", "once"));
  }

  /** Learns each batch twice, and so pays twice. */
  public record Twice(Learner learner) implements Strategy {
    @Override
    public void observe(Batch batch) {
      learner.step(batch);
      learner.step(batch);
    }
  }

  /** A run with these figures. */
  public static Outcome outcome(String arm, long seed, Map<String, Double> measures) {
    double[][] matrix = {{0.9, 0.1}, {0.5, 0.8}};
    double[][] curve = {{5, 0.5, 0.1}, {10, 0.9, 0.1}, {20, 0.5, 0.8}};
    return new Outcome(
        arm,
        seed,
        "0123",
        "commit",
        "host",
        new LinkedHashMap<>(measures),
        Map.of("memory", 100L),
        matrix,
        curve,
        List.of(),
        Map.of());
  }
}
