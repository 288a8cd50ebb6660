package io.reverie.sleep;

import static org.assertj.core.api.Assertions.assertThat;

import io.reverie.data.Dataset;
import io.reverie.data.Transform;
import io.reverie.nn.Activation;
import io.reverie.nn.Layer;
import io.reverie.nn.Linear;
import io.reverie.nn.Sequential;
import io.reverie.optim.Sgd;
import io.reverie.sleep.evaluate.AccuracyMatrix;
import io.reverie.sleep.evaluate.Trial;
import io.reverie.sleep.evaluate.Trial.Glances;
import io.reverie.sleep.memory.KeepRule;
import io.reverie.sleep.memory.ReplayBuffer;
import io.reverie.sleep.scenario.Scenario;
import io.reverie.sleep.stage.Homeostasis;
import io.reverie.sleep.stage.N1;
import io.reverie.sleep.stage.N2;
import io.reverie.sleep.stage.N3;
import io.reverie.sleep.stage.Rem;
import io.reverie.sleep.strategy.ExperienceReplay;
import io.reverie.sleep.strategy.Finetune;
import io.reverie.sleep.strategy.SleepStrategy;
import io.reverie.sleep.strategy.Strategy;
import io.reverie.sleep.wake.Learner;
import io.reverie.tensor.Rng;
import io.reverie.tensor.Shape;
import org.junit.jupiter.api.Test;

/** The point of it all, in small: ten clouds in twenty dimensions, two classes a task. */
class LearningTest {
  private static final int SEEDS = 10;
  private static final int CLASSES = 10;
  private static final int DIMS = 20;
  private static final int REPLAY = 10;

  /** Gradient steps a night. */
  private static final int NIGHT = 30;

  /** A method for a learner, with randomness of its own. */
  private interface Method {
    Strategy of(Learner learner, Rng rng);
  }

  /** Mean accuracy and forgetting over the seeds, and the gradient samples paid by all. */
  private record Outcome(double accuracy, double forgetting, long paid) {}

  private static Outcome outcome(boolean joint, Method method) {
    double accuracy = 0;
    double forgetting = 0;
    long paid = 0;
    for (int seed = 0; seed < SEEDS; seed++) {
      Dataset train = Toys.blobs(CLASSES, DIMS, 200, 0.6f, seed, 100 + seed);
      Dataset test = Toys.blobs(CLASSES, DIMS, 100, 0.6f, seed, 200 + seed);
      Scenario split = Scenario.split(train, test, 2);
      Scenario scenario = joint ? split.joint(train) : split;
      Rng rng = Rng.of(seed);
      Layer model =
          Sequential.of(
              Linear.of(DIMS, 64, rng.split("first")),
              Activation.RELU,
              Linear.of(64, CLASSES, rng.split("second")));
      Learner learner = Learner.of(model, Sgd.of(model, 0.05f), rng.split("learner"));
      AccuracyMatrix matrix =
          new Trial(scenario, 1, 10, Glances.NONE)
              .run(method.of(learner, rng.split("method")), rng.split("order"), _ -> {})
              .accuracy();
      accuracy += matrix.average() / SEEDS;
      forgetting += matrix.forgetting() / SEEDS;
      paid += learner.ledger().gradientSamples();
    }
    return new Outcome(accuracy, forgetting, paid);
  }

  private static ReplayBuffer memory(Rng rng) {
    return ReplayBuffer.of(
        50, Shape.of(DIMS), CLASSES, KeepRule.balancedReservoir(), rng.split("memory"));
  }

  private static Outcome replay(int memories) {
    return outcome(false, (learner, rng) -> new ExperienceReplay(learner, memory(rng), memories));
  }

  private static Strategy sleeping(Learner learner, Rng rng, float rate) {
    var n3 = new N3(32, Transform.none(), Homeostasis.none());
    var rem = new Rem(32, 1, 8, Transform.none());
    var night = SleepCycle.night(new N1(), new N2(32, 0.3f), n3, rem, 3, NIGHT);
    ReplayBuffer memory = memory(rng);
    return new SleepStrategy(
        new ExperienceReplay(learner, memory, REPLAY),
        memory,
        new Sleeper(night, rate, 0.05),
        SleepSchedule.atTaskEnd(),
        rng.split("nights"));
  }

  @Test
  void sleepKeepsMoreThanReplayAndReplayMoreThanNothing() {
    Outcome finetune = outcome(false, (learner, rng) -> new Finetune(learner));
    Outcome joint = outcome(true, (learner, rng) -> new Finetune(learner));
    Outcome replay = replay(REPLAY);
    Outcome sleep = outcome(false, (learner, rng) -> sleeping(learner, rng, 0.1f));

    assertThat(finetune.accuracy()).isBetween(0.15, 0.32);
    assertThat(finetune.forgetting()).isGreaterThan(0.75);
    assertThat(replay.accuracy()).isGreaterThan(finetune.accuracy() + 0.25);
    assertThat(replay.forgetting()).isLessThan(0.6 * finetune.forgetting());
    assertThat(sleep.accuracy()).isGreaterThan(replay.accuracy() + 0.05);
    assertThat(sleep.forgetting()).isLessThan(0.5 * replay.forgetting());
    assertThat(joint.accuracy()).isGreaterThan(sleep.accuracy() + 0.02);
    assertThat(joint.forgetting()).isZero();
  }

  /**
   * Replay by day with the samples that the nights would use. It forgets little too, but it has
   * less to forget: its new tasks are learned less well. So what is known in the end is compared.
   */
  @Test
  void sleepKnowsMoreAtEqualPayment() {
    Outcome sleep = outcome(false, (learner, rng) -> sleeping(learner, rng, 0.1f));
    Outcome moreReplay = replay(REPLAY + 25);
    assertThat(moreReplay.paid()).isBetween(sleep.paid(), sleep.paid() * 102 / 100);
    assertThat(sleep.accuracy()).isGreaterThan(moreReplay.accuracy() + 0.01);
  }

  /** It is what the night learns that helps, not that there is a night. */
  @Test
  void shamSleepHelpsNobody() {
    Outcome replay = replay(REPLAY);
    Outcome sham = outcome(false, (learner, rng) -> sleeping(learner, rng, 0));
    // A paired control: nights draw from streams of their own, so the days are the same to the bit.
    assertThat(sham.accuracy()).isEqualTo(replay.accuracy());
    assertThat(sham.forgetting()).isEqualTo(replay.forgetting());
    assertThat(sham.paid()).isGreaterThan(replay.paid());
  }

  @Test
  void theSameSeedGivesTheSameNumbers() {
    assertThat(replay(REPLAY)).isEqualTo(replay(REPLAY));
  }
}
