package io.reverie.sleep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reverie.data.Transform;
import io.reverie.nn.Linear;
import io.reverie.optim.Sgd;
import io.reverie.sleep.Hypnogram.Episode;
import io.reverie.sleep.SleepCycle.Phase;
import io.reverie.sleep.memory.Cue;
import io.reverie.sleep.memory.KeepRule;
import io.reverie.sleep.memory.ReplayBuffer;
import io.reverie.sleep.stage.Canaries;
import io.reverie.sleep.stage.Homeostasis;
import io.reverie.sleep.stage.N1;
import io.reverie.sleep.stage.N2;
import io.reverie.sleep.stage.N3;
import io.reverie.sleep.stage.Night;
import io.reverie.sleep.stage.Reactivation;
import io.reverie.sleep.stage.Rem;
import io.reverie.sleep.stage.Stage;
import io.reverie.sleep.wake.Learner;
import io.reverie.tensor.Rng;
import io.reverie.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A whole night: what changes, what does not, and what it costs. */
class SleeperTest {
  private static final int CLASSES = 5;

  private static ReplayBuffer memory() {
    return Toys.memory(CLASSES, 0, 0, 1, 2, 3, 3, 3, 4);
  }

  /** A full night; batches of 3 in light, 5 in deep and 7 in REM sleep. */
  private static Sleeper sleeper(float rate, Homeostasis homeostasis) {
    Stage rem = new Rem(7, 1, 4, Transform.none());
    Stage n3 = new N3(5, Transform.none(), homeostasis);
    return new Sleeper(SleepCycle.night(new N1(), new N2(3, 0.1f), n3, rem, 3, 50), rate, 0.05);
  }

  private static Learner learner() {
    return Toys.learner(Toys.linear(CLASSES, CLASSES, 8), 0.1f);
  }

  @Test
  void aNightTeachesWhatTheDayLeftInMemory() {
    var learner = learner();
    var night = sleeper(0.5f, Homeostasis.none()).sleep(learner, memory(), Rng.of(1));
    assertThat(night.promoted()).isTrue();
    assertThat(night.canariesAtBedtime()).isLessThan(0.7);
    assertThat(night.canariesAtDawn()).isEqualTo(1);
    assertThat(night.losses()[49]).isLessThan(night.losses()[0]);
    assertThat(night.dreams()).isNotEmpty();
    assertThat(night.seconds()).isPositive();
  }

  @Test
  void theHypnogramRecordsEveryStageAndItsExactBudget() {
    var sleeper = sleeper(0.5f, Homeostasis.none());
    var night = sleeper.sleep(learner(), memory(), Rng.of(1));
    assertThat(sleeper.steps()).isEqualTo(50);
    assertThat(night.steps()).isEqualTo(50);
    assertThat(night.episodes())
        .extracting(Episode::stage)
        .containsExactly("N1", "N2", "N3", "REM", "N2", "N3", "REM", "N2", "N3", "REM");
    assertThat(night.episodes())
        .extracting(Episode::cycle)
        .containsExactly(0, 1, 1, 1, 2, 2, 2, 3, 3, 3);
    var phases = sleeper.night().stream().flatMap(cycle -> cycle.phases().stream()).toList();
    int step = 0;
    for (int i = 0; i < phases.size(); i++) {
      assertThat(night.episodes().get(i).fromStep()).isEqualTo(step);
      step += phases.get(i).steps();
      assertThat(night.episodes().get(i).toStep()).isEqualTo(step);
    }
  }

  @Test
  void theLedgerPaysForEverySample() {
    var learner = learner();
    var sleeper = sleeper(0.5f, Homeostasis.none());
    var night = sleeper.sleep(learner, memory(), Rng.of(1));
    long samples = 0;
    for (var episode : night.episodes()) {
      int batch =
          switch (episode.stage()) {
            case "N2" -> 3;
            case "N3" -> 5;
            case "REM" -> 7;
            default -> 0;
          };
      samples += (long) batch * (episode.toStep() - episode.fromStep());
    }
    assertThat(night.gradientSamples()).isEqualTo(samples);
    assertThat(learner.ledger().gradientSamples()).isEqualTo(samples);
    // The canaries at bedtime and at dawn.
    assertThat(learner.ledger().forwardSamples()).isEqualTo(2 * 8);
    sleeper.sleep(learner, memory(), Rng.of(2));
    assertThat(learner.ledger().gradientSamples()).isEqualTo(2 * samples);
  }

  @Test
  void theLearningRateFallsThroughTheWholeNight() {
    List<Float> rates = new ArrayList<>();
    Stage watched =
        (night, steps) -> {
          for (int i = 0; i < steps; i++) {
            var batch = night.memory().draw(2).batch();
            night.step(
                2,
                model -> {
                  rates.add(night.learner().optimizer().rate());
                  return model.forward(batch.inputs()).crossEntropy(batch.labels());
                });
          }
        };
    var cycle = new SleepCycle(List.of(new Phase(watched, 3), new Phase(watched, 5)));
    new Sleeper(List.of(cycle, cycle), 0.4f, 1).sleep(learner(), memory(), Rng.of(1));
    assertThat(rates).hasSize(16);
    for (int i = 0; i < 16; i++) {
      assertThat(rates.get(i)).isCloseTo(0.4f * (16 - i) / 16, Offset.offset(1e-6f));
    }
  }

  @Test
  void shamSleepLeavesTheWeightsBitForBit() {
    var learner = learner();
    float[] evening = learner.parameters().snapshot();
    var night = sleeper(0, Homeostasis.none()).sleep(learner, memory(), Rng.of(1));
    assertThat(learner.parameters().values()).isEqualTo(evening);
    assertThat(night.steps()).isEqualTo(50);
    assertThat(night.promoted()).isTrue();
    assertThat(night.canariesAtDawn()).isEqualTo(night.canariesAtBedtime());
  }

  @Test
  void homeostasisIsPartOfTheNight() {
    var learner = Toys.learner(Toys.echo(CLASSES), 0.1f);
    var night = sleeper(0, Homeostasis.towardsBedtime(0.5f, 1)).sleep(learner, memory(), Rng.of(1));
    assertThat(night.promoted()).isTrue();
    // Three N3 take the norm, in units of its target, from 2 by r ← 2r / (1 + r) to 16/15.
    assertThat(learner.parameters().values()[0])
        .isCloseTo(5 * 0.5f * 16 / 15, Offset.offset(1e-5f));
  }

  @Test
  void theDaysOptimizerKeepsItsRateAndItsMomentum() {
    var sleepless = withMomentum();
    var rested = withMomentum();
    var batch = Toys.oneHots(CLASSES, 0, 1, 2, 3, 4);
    for (int i = 0; i < 5; i++) {
      sleepless.step(batch);
      rested.step(batch);
    }
    sleeper(0, Homeostasis.none()).sleep(rested, memory(), Rng.of(1));
    assertThat(rested.optimizer().rate()).isEqualTo(0.1f);
    assertThat(rested.optimizer().steps()).isEqualTo(5);
    for (int i = 0; i < 5; i++) {
      sleepless.step(batch);
      rested.step(batch);
    }
    assertThat(rested.parameters().values()).isEqualTo(sleepless.parameters().values());
  }

  private static Learner withMomentum() {
    Linear model = Toys.linear(CLASSES, CLASSES, 8);
    return Learner.of(model, Sgd.of(model, 0.1f).momentum(0.9f), Rng.of(0));
  }

  @Test
  void theSameSeedSleepsTheSameNight() {
    var one = learner();
    var same = learner();
    var other = learner();
    var sleeper = sleeper(0.5f, Homeostasis.towardsBedtime(0.9f, 0.1f));
    var first = sleeper.sleep(one, memory(), Rng.of(1));
    var second = sleeper.sleep(same, memory(), Rng.of(1));
    sleeper.sleep(other, memory(), Rng.of(2));
    assertThat(same.parameters().values()).isEqualTo(one.parameters().values());
    assertThat(other.parameters().values()).isNotEqualTo(one.parameters().values());
    assertThat(second.losses()).isEqualTo(first.losses());
    assertThat(second.dreams().getFirst().image()).isEqualTo(first.dreams().getFirst().image());
  }

  @Test
  void withoutMemoriesThereIsNothingToSleepOn() {
    var empty = ReplayBuffer.of(5, Shape.of(CLASSES), CLASSES, KeepRule.reservoir(), Rng.of(1));
    var learner = learner();
    float[] evening = learner.parameters().snapshot();
    var night = sleeper(0.5f, Homeostasis.towardsBedtime(0.5f, 1)).sleep(learner, empty, Rng.of(1));
    assertThat(learner.parameters().values()).isEqualTo(evening);
    assertThat(night.episodes()).isEmpty();
    assertThat(night.steps()).isZero();
    assertThat(night.promoted()).isTrue();
    assertThat(night.canariesAtBedtime()).isNaN();
    assertThat(learner.ledger().gradientSamples()).isZero();
  }

  @Test
  void nonsenseIsRefused() {
    assertThatThrownBy(() -> new Sleeper(List.of(), -1, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("rate -1.0");
    assertThatThrownBy(() -> new Sleeper(List.of(), Float.NaN, 0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Sleeper(List.of(), 1, -0.1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("margin -0.1");
  }

  @Test
  void aStageThatFailsLeavesTheEveningsWeights() {
    Learner learner = learner();
    float[] evening = learner.parameters().snapshot();
    Stage failing =
        (night, steps) -> {
          night.step(night.recall(4));
          throw new IllegalStateException("nightmare");
        };
    var sleeper =
        new Sleeper(List.of(new SleepCycle(List.of(new SleepCycle.Phase(failing, 2)))), 0.5f, 0.1);
    assertThatThrownBy(() -> sleeper.sleep(learner, memory(), Rng.of(1))).hasMessage("nightmare");
    assertThat(learner.parameters().values()).isEqualTo(evening);
    assertThat(learner.parameters().gradients()).containsOnly(0f);
  }

  @Test
  void anInterruptedThreadWakesAsItWasInTheEvening() {
    Learner learner = learner();
    float[] evening = learner.parameters().snapshot();
    Stage restless =
        (night, steps) -> {
          night.step(night.recall(4));
          Thread.currentThread().interrupt();
          night.step(night.recall(4));
        };
    var sleeper =
        new Sleeper(List.of(new SleepCycle(List.of(new SleepCycle.Phase(restless, 2)))), 0.5f, 0.1);
    try {
      assertThatThrownBy(() -> sleeper.sleep(learner, memory(), Rng.of(1)))
          .isInstanceOf(CancellationException.class);
      assertThat(Thread.currentThread().isInterrupted()).isTrue();
    } finally {
      Thread.interrupted();
    }
    assertThat(learner.parameters().values()).isEqualTo(evening);
    assertThat(learner.parameters().gradients()).containsOnly(0f);
    assertThat(learner.ledger().gradientSamples()).as("one step was made").isEqualTo(4);
  }

  private static Sleeper one(Stage stage, int steps) {
    return new Sleeper(List.of(new SleepCycle(List.of(new Phase(stage, steps)))), 0.5f, 0.1);
  }

  /** A stage that trains another network beside, and then does this. */
  private static Stage beside(Learner other, Runnable then) {
    return new Stage() {
      @Override
      public void sleep(Night night, int steps) {
        night.step(night.recall(4));
        other.step(night.recall(4));
        then.run();
      }

      @Override
      public Map<String, Learner> others() {
        return Map.of("generator", other);
      }
    };
  }

  @Test
  void aFailingStageTakesTheOtherNetworksBackToo() {
    Learner learner = learner();
    Learner other = Toys.learner(Toys.linear(CLASSES, CLASSES, 9), 0.1f);
    float[] evening = learner.parameters().snapshot();
    float[] others = other.parameters().snapshot();
    Stage failing =
        Stage.named(
            "nightmare",
            beside(
                other,
                () -> {
                  throw new IllegalStateException("nightmare");
                }));
    assertThatThrownBy(() -> one(failing, 1).sleep(learner, memory(), Rng.of(1)))
        .hasMessage("nightmare");
    assertThat(learner.parameters().values()).isEqualTo(evening);
    assertThat(other.parameters().values()).isEqualTo(others);
    one(beside(other, () -> {}), 1).sleep(learner, memory(), Rng.of(1));
    assertThat(other.parameters().values()).isNotEqualTo(others);
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
  void aNumberThatIsNoneAtDawnTakesTheNightBack(float number) {
    Learner learner = learner();
    Learner other = Toys.learner(Toys.linear(CLASSES, CLASSES, 9), 0.1f);
    float[] evening = learner.parameters().snapshot();
    float[] others = other.parameters().snapshot();
    Runnable own = () -> learner.parameters().values()[7] = number;
    Runnable beside = () -> other.parameters().values()[7] = number;
    for (Runnable harm : List.of(own, beside)) {
      var night = one(beside(other, harm), 1).sleep(learner, memory(), Rng.of(1));
      assertThat(night.promoted()).isFalse();
      assertThat(learner.parameters().values()).isEqualTo(evening);
      assertThat(other.parameters().values()).isEqualTo(others);
    }
  }

  @Test
  void canariesThatFallSilentOrFailTakeTheNightBack() {
    Learner learner = learner();
    float[] evening = learner.parameters().snapshot();
    int[] asked = {0};
    Sleeper silent =
        one((night, steps) -> night.step(night.recall(4)), 1)
            .with((Canaries) (l, m) -> asked[0]++ == 0 ? 1 : Double.NaN);
    assertThat(silent.sleep(learner, memory(), Rng.of(1)).promoted()).isFalse();
    assertThat(learner.parameters().values()).isEqualTo(evening);
    asked[0] = 0;
    Sleeper failing =
        silent.with(
            (Canaries)
                (l, m) -> {
                  if (asked[0]++ > 0) {
                    throw new IllegalStateException("dead canary");
                  }
                  return 1;
                });
    assertThatThrownBy(() -> failing.sleep(learner, memory(), Rng.of(1))).hasMessage("dead canary");
    assertThat(learner.parameters().values()).isEqualTo(evening);
  }

  @Test
  void whatIsWatchedIsReadAtBedtimeAndAfterEachStage() {
    var learner = learner();
    var tmr = new Reactivation(Cue.ofClasses(1), 4);
    var sleeper =
        sleeper(0.5f, Homeostasis.none())
            .watching("cued", tmr.cued())
            .watching("uncued", tmr.uncued());
    var night = sleeper.sleep(learner, memory(), Rng.of(1));
    assertThat(night.readings("cued")).hasSize(1 + night.episodes().size());
    for (int i = 0; i < night.episodes().size(); i++) {
      assertThat(night.readings("uncued").get(i + 1).step())
          .isEqualTo(night.episodes().get(i).toStep());
    }
    double squares = 0;
    for (float value : learner.parameters().values()) {
      squares += (double) value * value;
    }
    assertThat(night.readings("norm").getLast().value()).isEqualTo(Math.sqrt(squares));
    assertThat(night.readings("cued").getLast().value()).isEqualTo(1);
    assertThat(night.change("cued")).isEqualTo(1 - night.readings("cued").getFirst().value());
    assertThat(night.change("nobody")).isNaN();
    // Canaries twice; all memories, in two parts, eleven times.
    assertThat(learner.ledger().forwardSamples()).isEqualTo(2 * 8 + 11 * 8);
    var unwatched = learner();
    sleeper(0.5f, Homeostasis.none()).sleep(unwatched, memory(), Rng.of(1));
    assertThat(unwatched.parameters().values()).isEqualTo(learner.parameters().values());
  }

  @Test
  void theShamPaysAndWakesAsItWas() {
    var learner = learner();
    float[] evening = learner.parameters().snapshot();
    var sleeper = sleeper(0.5f, Homeostasis.decay(0.5f));
    var sham = sleeper.sham().sleep(learner, memory(), Rng.of(1));
    assertThat(learner.parameters().values()).isEqualTo(evening);
    var real = sleeper.sleep(learner(), memory(), Rng.of(1));
    assertThat(sham.gradientSamples()).isEqualTo(real.gradientSamples());
    assertThat(sham.episodes())
        .extracting(Episode::stage)
        .isEqualTo(real.episodes().stream().map(Episode::stage).toList());
  }

  @Test
  void aSoftNightWakesWithTheAverage() {
    var learner = learner();
    var plain = learner();
    var sleeper = sleeper(0.5f, Homeostasis.none());
    sleeper.with(SleepCycle.soft(sleeper.night(), 0.9f)).sleep(learner, memory(), Rng.of(1));
    var neutral = learner();
    sleeper.with(SleepCycle.soft(sleeper.night(), 0)).sleep(neutral, memory(), Rng.of(1));
    sleeper.sleep(plain, memory(), Rng.of(1));
    assertThat(learner.parameters().values()).isNotEqualTo(plain.parameters().values());
    assertThat(neutral.parameters().values()).isEqualTo(plain.parameters().values());
  }
}
