package io.reverie.examples.split;

import io.reverie.data.Transform;
import io.reverie.nn.Activation;
import io.reverie.nn.Initializer;
import io.reverie.nn.Layer;
import io.reverie.nn.Linear;
import io.reverie.nn.Sequential;
import io.reverie.optim.Sgd;
import io.reverie.sleep.SleepCycle;
import io.reverie.sleep.SleepSchedule;
import io.reverie.sleep.Sleeper;
import io.reverie.sleep.memory.KeepRule;
import io.reverie.sleep.memory.ReplayBuffer;
import io.reverie.sleep.scenario.Scenario;
import io.reverie.sleep.stage.Homeostasis;
import io.reverie.sleep.stage.N1;
import io.reverie.sleep.stage.N2;
import io.reverie.sleep.stage.N3;
import io.reverie.sleep.stage.Rem;
import io.reverie.sleep.strategy.DarkExperienceReplay;
import io.reverie.sleep.strategy.ExperienceReplay;
import io.reverie.sleep.strategy.Finetune;
import io.reverie.sleep.strategy.OnlineEwc;
import io.reverie.sleep.strategy.SleepStrategy;
import io.reverie.sleep.strategy.Strategy;
import io.reverie.sleep.wake.Learner;
import io.reverie.tensor.Rng;
import io.reverie.tensor.Shape;

/**
 * The methods that are compared, each with its learning rate and settings.
 *
 * <p>Rivals have the settings with which the library Mammoth gives its figures for this protocol
 * (batch 10, one epoch); Sleep's were chosen on seeds 0 to 2.
 */
public enum Method {
  /** Learns on and forgets. */
  FINETUNE("Finetune", 0.03f) {
    @Override
    Strategy strategy(Learner learner, Shape sample, int classes, int buffer, Rng rng) {
      return new Finetune(learner);
    }
  },
  /** Online EWC, λ = 90, γ = 1. */
  EWC("EWC", 0.03f) {
    @Override
    Strategy strategy(Learner learner, Shape sample, int classes, int buffer, Rng rng) {
      return new OnlineEwc(learner, 90, 1);
    }
  },
  /** Experience replay, ten memories a step, from a reservoir. */
  ER("ER", 0.01f) {
    @Override
    Strategy strategy(Learner learner, Shape sample, int classes, int buffer, Rng rng) {
      ReplayBuffer memory =
          ReplayBuffer.of(buffer, sample, classes, KeepRule.reservoir(), rng.split("memory"));
      return new ExperienceReplay(learner, memory, REPLAY);
    }
  },
  /** DER++, twice ten memories a step, α = 1, β = 0.5. */
  DERPP("DER++", 0.03f) {
    @Override
    Strategy strategy(Learner learner, Shape sample, int classes, int buffer, Rng rng) {
      ReplayBuffer memory =
          ReplayBuffer.withLogits(
              buffer, sample, classes, KeepRule.reservoir(), rng.split("memory"));
      return new DarkExperienceReplay(learner, memory, REPLAY, 1, 0.5f);
    }
  },
  /** Experience replay by day, and a night of 180 steps of 64 memories after each task. */
  SLEEP("Sleep", 0.03f) {
    @Override
    Strategy strategy(Learner learner, Shape sample, int classes, int buffer, Rng rng) {
      ReplayBuffer memory =
          ReplayBuffer.of(
              buffer, sample, classes, KeepRule.balancedReservoir(), rng.split("memory"));
      Transform recall = Transform.shift(SIDE, SIDE, 2).then(Transform.mirror(SIDE, SIDE));
      var n2 = new N2(64, 0.1f);
      var n3 = new N3(64, recall, Homeostasis.towardsBedtime(0.95f, 0.5f));
      var rem = new Rem(64, 1, 16, recall);
      var sleeper = new Sleeper(SleepCycle.night(new N1(), n2, n3, rem, 3, 180), 0.05f, 0.05);
      return new SleepStrategy(
          new ExperienceReplay(learner, memory, REPLAY),
          memory,
          sleeper,
          SleepSchedule.atTaskEnd(),
          rng.split("nights"));
    }
  },
  /** All tasks at once: what there is to reach. */
  JOINT("Joint", 0.03f) {
    @Override
    Strategy strategy(Learner learner, Shape sample, int classes, int buffer, Rng rng) {
      return new Finetune(learner);
    }
  };

  /** The height and width of the images. */
  public static final int SIDE = 28;

  private static final int REPLAY = 10;

  private final String title;
  private final float rate;

  Method(String title, float rate) {
    this.title = title;
    this.rate = rate;
  }

  /** The name in tables. */
  public String title() {
    return title;
  }

  /** The learning rate by day. */
  public float rate() {
    return rate;
  }

  /** Whether the method sees all tasks at once. */
  public boolean joint() {
    return this == JOINT;
  }

  /** The network that every method starts from: 784-100-100-10 with rectifiers. */
  Learner learner(Scenario scenario, Rng rng) {
    Rng weights = rng.split("weights");
    Initializer start = Initializer.xavierUniform();
    Layer model =
        Sequential.of(
            Linear.of(scenario.sample().size(), 100, weights, start),
            Activation.RELU,
            Linear.of(100, 100, weights, start),
            Activation.RELU,
            Linear.of(100, scenario.classes(), weights, start));
    return Learner.of(model, Sgd.of(model, rate), rng.split("learner"));
  }

  /** The method itself, for a memory of so many samples where it keeps one. */
  abstract Strategy strategy(Learner learner, Shape sample, int classes, int buffer, Rng rng);
}
