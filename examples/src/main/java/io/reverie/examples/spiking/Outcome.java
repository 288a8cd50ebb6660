package io.reverie.examples.spiking;

import io.reverie.optim.Sgd;
import io.reverie.sleep.evaluate.Event;
import io.reverie.sleep.evaluate.Trial;
import io.reverie.sleep.scenario.Scenario;
import io.reverie.sleep.spike.RateNetwork;
import io.reverie.sleep.strategy.Strategy;
import io.reverie.sleep.wake.Learner;
import io.reverie.tensor.Compute;
import io.reverie.tensor.Rng;
import java.util.ArrayList;
import java.util.List;

/**
 * One arm with one seed, and how it went.
 *
 * @param arm the arm
 * @param seed the seed
 * @param result matrix and ledger
 */
public record Outcome(Arm arm, long seed, Trial.Result result) {
  private static final int BATCH = 100;

  /**
   * What may be other than published.
   *
   * @param hidden neurons of each hidden layer, 1200
   * @param epochs passes over each task's images, 2
   * @param night share of the published nights' steps, 1
   */
  public record Size(int hidden, int epochs, double night) {}

  /**
   * Trains one arm on the calling thread alone; {@code learned} hears of every batch.
   *
   * @param arms all to be had from this training: itself, and those that only ask its network
   */
  public static List<Outcome> of(
      List<Arm> arms, long seed, World world, Size size, Runnable learned) {
    try (var compute = Compute.threads(1)) {
      return compute.call(() -> run(arms, seed, world, size, learned));
    }
  }

  private static List<Outcome> run(
      List<Arm> arms, long seed, World world, Size size, Runnable learned) {
    Arm arm = arms.getFirst().learnsAs();
    // Streams are split by what they are for: all arms with this seed start from the same weights.
    Rng rng = Rng.of(seed);
    Scenario scenario = arm.scenario(world, rng.split("rehearsal"));
    RateNetwork network =
        RateNetwork.of(
            0.01f,
            0.25f,
            rng.split("weights"),
            scenario.sample().size(),
            size.hidden(),
            size.hidden(),
            scenario.classes());
    Learner learner =
        Learner.of(network, Sgd.of(network, 0.1f).momentum(0.5f), rng.split("learner"));
    Strategy strategy = arm.strategy(learner, world, size.night(), rng.split("method"));
    List<Readout> readouts = new ArrayList<>();
    for (Arm other : arms) {
      if (other != arm) {
        readouts.add(new Readout(other, learner, scenario, rng.split("asks")));
      }
    }
    Trial.Result result =
        trial(scenario, size.epochs())
            .run(
                strategy,
                rng.split("order"),
                event -> {
                  switch (event) {
                    case Event.BatchLearned _ -> learned.run();
                    case Event.TaskEnded ended -> readouts.forEach(r -> r.endTask(ended.task()));
                    case Event.TaskBegan _, Event.Tested _, Event.NightPassed _ -> {}
                  }
                });
    List<Outcome> outcomes = new ArrayList<>();
    if (arms.contains(arm)) {
      outcomes.add(new Outcome(arm, seed, result));
    }
    readouts.forEach(r -> outcomes.add(r.outcome(seed, result.ledger())));
    return outcomes;
  }

  /** How many batches an arm learns. */
  public static long batches(Arm arm, World world, Size size) {
    return trial(arm.scenario(world, Rng.of(0)), size.epochs()).batches();
  }

  private static Trial trial(Scenario scenario, int epochs) {
    return new Trial(scenario, epochs, BATCH, Trial.Glances.NONE);
  }
}
