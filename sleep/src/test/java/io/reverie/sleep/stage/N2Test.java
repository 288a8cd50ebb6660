package io.reverie.sleep.stage;

import static org.assertj.core.api.Assertions.assertThat;

import io.reverie.sleep.ByHand;
import io.reverie.sleep.Spy;
import io.reverie.sleep.Toys;
import io.reverie.sleep.wake.Learner;
import io.reverie.tensor.Rng;
import io.reverie.tensor.Tensor;
import org.assertj.core.data.Offset;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

/** Triage and spindles. */
class N2Test {
  @Test
  void triageMeasuresTheLossOfEveryMemory() {
    var memory = Toys.memory(4, 0, 3, 1, 1, 2, 0);
    Learner learner = Toys.learner(Toys.linear(4, 4, 2), 0.1f);
    double[] theta = ByHand.doubles(learner.parameters().snapshot());
    new N2(4, 1).sleep(new Night(learner, memory, Rng.of(1), 0.1f, 10), 0);
    var all = memory.all().batch();
    for (int slot = 0; slot < memory.size(); slot++) {
      float[] x = all.inputs().slice(0, slot, slot + 1).toArray();
      double loss = ByHand.crossEntropy(ByHand.logits(theta, x), all.labels()[slot]);
      assertThat(memory.loss(slot)).isCloseTo((float) loss, Offset.offset(1e-5f));
    }
    assertThat(learner.ledger().forwardSamples()).isEqualTo(6);
    assertThat(learner.ledger().gradientSamples()).isZero();
  }

  @Test
  void triageComesBeforeTheSpindles() {
    var memory = Toys.memory(4, 0, 3, 1);
    var twin = Toys.memory(4, 0, 3, 1);
    Night night = new Night(Toys.learner(Toys.linear(4, 4, 2), 1), memory, Rng.of(1), 1, 10);
    new N2(4, 0).sleep(night, 10);
    new N2(4, 0).sleep(new Night(Toys.learner(Toys.linear(4, 4, 2), 1), twin, Rng.of(1), 1, 1), 0);
    for (int slot = 0; slot < 3; slot++) {
      assertThat(memory.loss(slot)).isEqualTo(twin.loss(slot));
    }
  }

  @Test
  void theNoiseOfSpindlesFallsToZeroAtDawn() {
    var spy = new Spy(Toys.linear(4, 4, 2));
    Night night = new Night(spy.learner(0.1f), Toys.memory(4, 2), Rng.of(1), 0.1f, 5);
    new N2(4000, 0.5f).sleep(night, 6);
    for (int i = 0; i < 5; i++) {
      assertThat(deviation(spy.learned().get(i)))
          .isCloseTo(0.5 * (5 - i) / 5, Percentage.withPercentage(3));
    }
    assertThat(deviation(spy.learned().get(5))).isZero();
  }

  /** The deviation from the one memory [0, 0, 1, 0], which is also the noise's mean. */
  private static double deviation(Tensor inputs) {
    double squares = 0;
    double sum = 0;
    for (int i = 0; i < inputs.size(); i++) {
      double noise = inputs.array()[i] - (i % 4 == 2 ? 1 : 0);
      squares += noise * noise;
      sum += noise;
    }
    assertThat(sum / inputs.size()).isCloseTo(0, Offset.offset(0.02));
    return Math.sqrt(squares / inputs.size());
  }

  @Test
  void theNoiseFollowsTheNightNotTheStage() {
    var spy = new Spy(Toys.linear(4, 4, 2));
    Night night = new Night(spy.learner(0.1f), Toys.memory(4, 2), Rng.of(1), 0.1f, 10);
    new N2(4000, 0.5f).sleep(night, 2);
    assertThat(deviation(spy.learned().get(1))).isCloseTo(0.45, Percentage.withPercentage(3));
  }

  @Test
  void withoutNoiseMemoriesComeBackAsTheyAreAndBalanced() {
    var spy = new Spy(Toys.linear(3, 3, 2));
    var rng = Rng.of(1);
    Night night = new Night(spy.learner(0.1f), Toys.memory(3, 0, 0, 0, 0, 1, 2), rng, 0.1f, 5);
    new N2(6, 0).sleep(night, 1);
    assertThat(spy.learned().getFirst().sum(0).toArray()).containsExactly(2, 2, 2);
    assertThat(rng.state()).isEqualTo(Rng.of(1).state());
  }

  @Test
  void noiseDoesNotReachTheMemoryItself() {
    var memory = Toys.memory(3, 0, 1, 2);
    Night night = new Night(Toys.learner(Toys.linear(3, 3, 2), 1), memory, Rng.of(1), 1, 5);
    new N2(6, 3).sleep(night, 3);
    assertThat(memory.all().batch().inputs().toArray())
        .isEqualTo(Toys.oneHots(3, 0, 1, 2).inputs().toArray());
  }
}
