package io.reverie.sleep.stage;

import static org.assertj.core.api.Assertions.assertThat;

import io.reverie.sleep.Spy;
import io.reverie.sleep.Toys;
import io.reverie.tensor.Rng;
import io.reverie.tensor.Tensor;
import org.assertj.core.data.Offset;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

/** Spindles. */
class N2Test {
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
    var memory = Toys.memory(3, 0, 0, 0, 0, 1, 2);
    Night night = new Night(spy.learner(0.1f), memory, Rng.of(1), 0.1f, 5);
    new N2(6, 0).sleep(night, 1);
    assertThat(spy.learned().getFirst().sum(0).toArray()).containsExactly(2, 2, 2);
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
