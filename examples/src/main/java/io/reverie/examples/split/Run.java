package io.reverie.examples.split;

import io.reverie.sleep.evaluate.Event;
import io.reverie.sleep.evaluate.Trial;
import io.reverie.sleep.scenario.Scenario;
import io.reverie.sleep.strategy.Strategy;
import io.reverie.sleep.wake.Learner;
import io.reverie.tensor.Compute;
import io.reverie.tensor.Rng;
import java.util.ArrayList;
import java.util.List;

/**
 * One method with one seed, and how it went.
 *
 * @param method the method
 * @param seed the seed
 * @param result matrix, ledger and nights
 * @param curve the tests along the way
 */
public record Run(Method method, long seed, Trial.Result result, List<Point> curve) {
  /**
   * One test along the way.
   *
   * @param step batches seen
   * @param accuracies by task, from 0 to 1
   */
  public record Point(long step, double[] accuracies) {}

  /** Runs it on the calling thread alone; {@code learned} hears of every batch. */
  public static Run of(Method method, long seed, int buffer, Trial trial, Runnable learned) {
    try (var compute = Compute.threads(1)) {
      return compute.call(() -> run(method, seed, buffer, trial, learned));
    }
  }

  private static Run run(Method method, long seed, int buffer, Trial trial, Runnable learned) {
    // Streams are split by what they are for, so that every method with this seed starts from the
    // same weights and sees the same samples in the same order.
    Rng rng = Rng.of(seed);
    Scenario scenario = trial.scenario();
    Learner learner = method.learner(scenario, rng);
    Strategy strategy =
        method.strategy(
            learner, scenario.sample(), scenario.classes(), buffer, rng.split("method"));
    List<Point> curve = new ArrayList<>();
    Trial.Result result =
        trial.run(
            strategy,
            rng.split("order"),
            event -> {
              switch (event) {
                case Event.BatchLearned _ -> learned.run();
                case Event.Tested(long step, double[] accuracies) ->
                    curve.add(new Point(step, accuracies));
                case Event.TaskEnded(int _, long step, double[] accuracies) ->
                    curve.add(new Point(step, accuracies));
                case Event.TaskBegan _, Event.NightPassed _ -> {}
              }
            });
    return new Run(method, seed, result, List.copyOf(curve));
  }
}
