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

/**
 * One arm with one seed, and how it went.
 *
 * @param arm the arm
 * @param seed the seed
 * @param result matrix and ledger
 */
public record Outcome(Arm arm, long seed, Trial.Result result) {
  private static final int EPOCHS = 2;
  private static final int BATCH = 100;
  private static final int HIDDEN = 1200;

  /** Runs it on the calling thread alone; {@code learned} hears of every batch. */
  public static Outcome of(Arm arm, long seed, World world, double share, Runnable learned) {
    try (var compute = Compute.threads(1)) {
      return compute.call(() -> run(arm, seed, world, share, learned));
    }
  }

  private static Outcome run(Arm arm, long seed, World world, double share, Runnable learned) {
    // Streams are split by what they are for: all arms with this seed start from the same weights.
    Rng rng = Rng.of(seed);
    Scenario scenario = arm.scenario(world, rng.split("rehearsal"));
    RateNetwork network =
        RateNetwork.of(
            0.01f,
            0.25f,
            rng.split("weights"),
            scenario.sample().size(),
            HIDDEN,
            HIDDEN,
            scenario.classes());
    Learner learner =
        Learner.of(network, Sgd.of(network, 0.1f).momentum(0.5f), rng.split("learner"));
    Strategy strategy = arm.strategy(learner, world, share, rng.split("method"));
    Trial.Result result =
        trial(scenario)
            .run(
                strategy,
                rng.split("order"),
                event -> {
                  if (event instanceof Event.BatchLearned) {
                    learned.run();
                  }
                });
    return new Outcome(arm, seed, result);
  }

  /** How many batches an arm learns. */
  public static long batches(Arm arm, World world) {
    return trial(arm.scenario(world, Rng.of(0))).batches();
  }

  private static Trial trial(Scenario scenario) {
    return new Trial(scenario, EPOCHS, BATCH, Trial.Glances.NONE);
  }
}
