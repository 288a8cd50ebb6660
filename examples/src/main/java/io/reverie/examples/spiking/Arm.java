package io.reverie.examples.spiking;

import io.reverie.sleep.scenario.Scenario;
import io.reverie.sleep.spike.RateNetwork;
import io.reverie.sleep.spike.SrcSettings;
import io.reverie.sleep.strategy.LogitBias;
import io.reverie.sleep.strategy.NearestClassMean;
import io.reverie.sleep.strategy.RectifiedRegression;
import io.reverie.sleep.strategy.SleepReplayConsolidation;
import io.reverie.sleep.strategy.Strategy;
import io.reverie.sleep.strategy.WeightAlignment;
import io.reverie.sleep.wake.Learner;
import io.reverie.tensor.Nullable;
import io.reverie.tensor.Rng;
import io.reverie.tensor.Tensor;
import java.util.function.UnaryOperator;

/** What is compared: the four published arms, then controls that ask what the nights do. */
public enum Arm {
  /** Learns on and forgets. */
  SEQUENTIAL("sequential", 19.67),
  /** A night after each task. */
  SRC("SRC", 41.68),
  /** The same with 0.75 % of the past rehearsed by day, and the constants the code has for that. */
  SRC_REHEARSAL("SRC + 0.75 % rehearsal", 67.82),
  /** All 60,000 images at once. */
  JOINT("joint", 87.86),
  /** Rehearsal without nights: what the nights add to it. */
  REHEARSAL("0.75 % rehearsal alone", Double.NaN),
  /** Rehearsal and nights with the constants that were found without rehearsal. */
  SRC_REHEARSAL_FASHION("SRC (its own constants) + 0.75 % rehearsal", Double.NaN),
  /** No night; new classes' rows brought to the old ones' norm. */
  ALIGNED("sequential + weight alignment", Double.NaN),
  /** No night; outputs corrected on 10 samples a class. */
  CORRECTED("sequential + logit bias, 10 a class", Double.NaN),
  /** No night; nearest mean of hidden features, means as each task left them. */
  MEANS_BY_DAY("sequential + nearest mean by day", Double.NaN),
  /** No night; nearest mean of 10 samples a class. */
  MEANS("sequential + nearest mean, 10 a class", Double.NaN),
  /** Nights whose changes have random signs. */
  RANDOM_SIGN("SRC, random signs", Double.NaN),
  /** Nights that change the last layer only. */
  LAST_ONLY("SRC, last layer only", Double.NaN),
  /** Nights that change the hidden layers only. */
  HIDDEN_ONLY("SRC, hidden layers only", Double.NaN),
  /** Nights, then the last layer aligned. */
  SRC_ALIGNED("SRC + weight alignment", Double.NaN),
  /** Nights, and outputs corrected on 10 samples a class. */
  SRC_CORRECTED("SRC + logit bias, 10 a class", Double.NaN),
  /** Nights, and the nearest mean of 10 samples a class. */
  SRC_MEANS("SRC + nearest mean, 10 a class", Double.NaN);

  private static final int EACH = 10;

  private final String title;
  private final double published;

  Arm(String title, double published) {
    this.title = title;
    this.published = published;
  }

  /** The name in tables. */
  public String title() {
    return title;
  }

  /** The published accuracy in percent, or NaN. */
  public double published() {
    return published;
  }

  Scenario scenario(World world, Rng rng) {
    return switch (this) {
      case JOINT -> world.joint();
      case REHEARSAL, SRC_REHEARSAL, SRC_REHEARSAL_FASHION -> world.rehearsing(rng);
      default -> world.sequential();
    };
  }

  /** What the nights of this arm are like; none where it does not sleep. */
  private @Nullable SrcSettings nights() {
    SrcSettings fashion = SrcSettings.fashion();
    return switch (this) {
      case SRC, SRC_REHEARSAL_FASHION, SRC_ALIGNED, SRC_CORRECTED, SRC_MEANS -> fashion;
      case SRC_REHEARSAL -> SrcSettings.mnist();
      case RANDOM_SIGN -> fashion.withRandomSigns();
      case LAST_ONLY -> fashion.plastic(layer -> layer == 2);
      case HIDDEN_ONLY -> fashion.plastic(layer -> layer < 2);
      default -> null;
    };
  }

  /** The method itself; nights have this share of their steps. */
  Strategy strategy(Learner learner, World world, double share, Rng rng) {
    Strategy day = new RectifiedRegression(learner);
    SrcSettings nights = nights();
    if (nights != null) {
      SrcSettings length =
          nights.nights(
              (int) Math.round(share * nights.steps()), (int) Math.round(share * nights.more()));
      day =
          new SleepReplayConsolidation(
              day, length, World.SIDE, World.SIDE, world.archive(), rng.split("nights"));
    }
    RateNetwork network = (RateNetwork) learner.model();
    return this == ALIGNED || this == SRC_ALIGNED
        ? new WeightAlignment(day, network.layers().getLast().weight())
        : day;
  }

  /**
   * The arm that learns the same. Where it is another one, this arm only asks that one's network in
   * another way, so both can be had from one training.
   */
  public Arm learnsAs() {
    return switch (this) {
      case CORRECTED, MEANS_BY_DAY, MEANS -> SEQUENTIAL;
      case SRC_CORRECTED, SRC_MEANS -> SRC;
      default -> this;
    };
  }

  /** The other way to ask, around a strategy that only watches. */
  Strategy asks(Strategy watcher, int classes, Rng rng) {
    RateNetwork network = (RateNetwork) watcher.learner().model();
    UnaryOperator<Tensor> features = network::features;
    return switch (this) {
      case CORRECTED, SRC_CORRECTED -> new LogitBias(watcher, EACH, rng);
      case MEANS_BY_DAY -> NearestClassMean.byDay(watcher, features, classes);
      case MEANS, SRC_MEANS -> NearestClassMean.fromMemory(watcher, features, classes, EACH, rng);
      default -> watcher;
    };
  }
}
