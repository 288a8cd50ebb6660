package io.reverie.examples.split;

import io.reverie.data.Transform;
import io.reverie.nn.Activation;
import io.reverie.nn.Initializer;
import io.reverie.nn.Layer;
import io.reverie.nn.Linear;
import io.reverie.nn.Sequential;
import io.reverie.optim.Sgd;
import io.reverie.sleep.SleepCycle;
import io.reverie.sleep.SleepCycle.Phase;
import io.reverie.sleep.SleepSchedule;
import io.reverie.sleep.Sleeper;
import io.reverie.sleep.memory.KeepRule;
import io.reverie.sleep.memory.ReplayBuffer;
import io.reverie.sleep.scenario.Scenario;
import io.reverie.sleep.stage.Homeostasis;
import io.reverie.sleep.stage.Lesson;
import io.reverie.sleep.stage.Morning;
import io.reverie.sleep.stage.N1;
import io.reverie.sleep.stage.N2;
import io.reverie.sleep.stage.N3;
import io.reverie.sleep.stage.Noise;
import io.reverie.sleep.stage.Replay;
import io.reverie.sleep.stage.Triage;
import io.reverie.sleep.strategy.DarkExperienceReplay;
import io.reverie.sleep.strategy.ExperienceReplay;
import io.reverie.sleep.strategy.Finetune;
import io.reverie.sleep.strategy.OnlineEwc;
import io.reverie.sleep.strategy.SleepStrategy;
import io.reverie.sleep.strategy.Strategy;
import io.reverie.sleep.wake.Learner;
import io.reverie.tensor.Rng;
import io.reverie.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * The methods that are compared, each with its learning rate and settings.
 *
 * <p>Rivals have the settings with which the library Mammoth gives its figures for this protocol
 * (batch 10, one epoch); Sleep's were chosen on seeds from 100 up.
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
  /**
   * DER++ that pays like Sleep: as many gradient samples, and as many more memories as take the
   * bytes of the network's copy that Sleep keeps.
   */
  DERPP_EQUAL("DER++ equal", 0.03f) {
    @Override
    Strategy strategy(Learner learner, Shape sample, int classes, int buffer, Rng rng) {
      long copy = 4L * (learner.parameters().size() + classes);
      Rng stream = rng.split("memory");
      var one = ReplayBuffer.withLogits(1, sample, classes, KeepRule.reservoir(), stream);
      ReplayBuffer memory =
          ReplayBuffer.withLogits(
              buffer + (int) (copy / one.bytes()), sample, classes, KeepRule.reservoir(), stream);
      return new DarkExperienceReplay(learner, memory, REPLAY + REPLAY / 2, 1, 0.5f);
    }
  },
  /**
   * DER++ by day, held to what the network said this morning, and a night of 188 steps of 64
   * memories after each task: three cycles of light and deep sleep. The part that each setting has
   * in it is in the experiment {@code ablation}; dreams cost forgetting here and are left out.
   */
  SLEEP("Sleep", 0.03f) {
    @Override
    Strategy strategy(Learner learner, Shape sample, int classes, int buffer, Rng rng) {
      ReplayBuffer memory =
          ReplayBuffer.withLogits(
              buffer, sample, classes, KeepRule.balancedReservoir(), rng.split("memory"));
      var morning = new Morning(learner, classes);
      Lesson lesson =
          Lesson.labels().plus(0.5f, Lesson.storedLogits()).plus(0.5f, morning.lesson(2));
      Replay replay = Replay.of(64).changed(Transform.shift(SIDE, SIDE, 1)).teaching(lesson);
      var light = new N2(replay.noisy(Noise.gaussian(0.1f)), Triage.none());
      var deep = new N3(replay, Homeostasis.towardsBedtime(0.95f, 0.5f));
      List<SleepCycle> night =
          new ArrayList<>(SleepCycle.night(new N1(), light, deep, deep, 3, 188));
      night.add(
          new SleepCycle(
              List.of(new Phase(morning.reconsolidate(), 0), new Phase(morning.remember(), 0))));
      return new SleepStrategy(
          new DarkExperienceReplay(learner, memory, REPLAY, 1, 0.5f).heldTo(morning, 0.25f),
          memory,
          new Sleeper(night, 0.05f, 0.05),
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
