package io.reverie.sleep.stage;

import static org.assertj.core.api.Assertions.assertThat;

import io.reverie.nn.Linear;
import io.reverie.sleep.Toys;
import io.reverie.sleep.memory.KeepRule;
import io.reverie.sleep.memory.ReplayBuffer;
import io.reverie.sleep.wake.Learner;
import io.reverie.tensor.Parameter;
import io.reverie.tensor.Rng;
import io.reverie.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** What a stage sees of the night. */
class NightTest {
  private final Learner learner = Toys.learner(Toys.linear(3, 3, 1), 9);
  private final ReplayBuffer memory = Toys.memory(3, 0, 1, 2);

  private Night night(int steps) {
    return new Night(learner, memory, Rng.of(1), 0.8f, steps);
  }

  private float step(Night night) {
    var rate = new float[1];
    var batch = memory.all().batch();
    night.step(
        3,
        model -> {
          rate[0] = night.learner().optimizer().rate();
          return model.forward(batch.inputs()).crossEntropy(batch.labels());
        });
    return rate[0];
  }

  @Test
  void theLearningRateFallsInAStraightLineToZeroAtDawn() {
    var night = night(4);
    List<Float> rates = new ArrayList<>();
    List<Float> hours = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      hours.add(night.hour());
      rates.add(step(night));
    }
    assertThat(hours).containsExactly(0f, 0.25f, 0.5f, 0.75f, 1f, 1f);
    assertThat(rates).containsExactly(0.8f, 0.8f * 0.75f, 0.4f, 0.2f, 0f, 0f);
  }

  @Test
  void stepsAreCountedChargedAndTheirLossesKept() {
    var night = night(10);
    var batch = memory.all().batch();
    float before = learner.model().forward(batch.inputs()).crossEntropy(batch.labels()).item();
    step(night);
    step(night);
    assertThat(night.steps()).isEqualTo(2);
    assertThat(night.losses()).hasSize(2);
    assertThat(night.losses()[0]).isEqualTo(before);
    assertThat(night.losses()[1]).isLessThan(before);
    assertThat(learner.ledger().gradientSamples()).isEqualTo(6);
  }

  @Test
  void aNightWithoutStepsIsOver() {
    assertThat(night(0).hour()).isEqualTo(1);
  }

  @Test
  void theFirstStepSettlesWhereNobodyDid() {
    var night = night(4);
    float[] evening = learner.parameters().snapshot();
    double canaries = night.canaries();
    step(night);
    night.settle();
    assertThat(night.bedtime()).isEqualTo(evening).isNotEqualTo(learner.parameters().values());
    assertThat(night.canariesAtBedtime()).isEqualTo(canaries);
  }

  @Test
  void everyClassCountsTheSameAmongTheCanaries() {
    // Answers 0 whatever it is asked: right for one class of two, but for five memories of six.
    var zero = new Linear(Parameter.zeros(3, 3), Parameter.of(new float[] {1, 0, 0}, 3));
    var uneven = Toys.memory(3, 0, 0, 0, 2, 0, 0);
    var night = new Night(Toys.learner(zero, 1), uneven, Rng.of(1), 1, 1);
    assertThat(night.canaries()).isEqualTo(0.5);
    var echo = new Night(Toys.learner(Toys.echo(3), 1), uneven, Rng.of(1), 1, 1);
    assertThat(echo.canaries()).isEqualTo(1);
  }

  @Test
  void canariesAreTestedByForwardSamplesAlone() {
    var night = night(1);
    night.canaries();
    assertThat(learner.ledger().forwardSamples()).isEqualTo(3);
    assertThat(learner.ledger().gradientSamples()).isZero();
  }

  @Test
  void thereAreNoCanariesInAnEmptyMemory() {
    var empty = ReplayBuffer.of(3, Shape.of(3), 3, KeepRule.reservoir(), Rng.of(1));
    assertThat(new Night(learner, empty, Rng.of(1), 1, 1).canaries()).isNaN();
  }

  @Test
  void someDreamsAreRemembered() {
    var night = night(1);
    for (int i = 0; i < 30; i++) {
      night.dreamt(new Dream("toy", i, new float[0], new float[0], 1, List.of()));
    }
    assertThat(night.dreams()).hasSize(24);
    assertThat(night.dreams().getFirst().step()).isZero();
    assertThat(night.dreams().getLast().step()).isEqualTo(23);
  }

  @Test
  void theRateIsExactAtEveryHour() {
    var night = night(7);
    for (int i = 0; i < 7; i++) {
      assertThat(step(night)).isCloseTo(0.8f * (7 - i) / 7, Offset.offset(1e-6f));
    }
  }
}
