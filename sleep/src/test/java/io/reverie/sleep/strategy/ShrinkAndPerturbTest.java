package io.reverie.sleep.strategy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reverie.data.Batch;
import io.reverie.nn.Linear;
import io.reverie.sleep.Toys;
import io.reverie.tensor.Parameter;
import io.reverie.tensor.Rng;
import io.reverie.tensor.Tensor;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Weights that shrink, and noise as large as they were at the start. */
class ShrinkAndPerturbTest {
  @Test
  void shrinksBeforeEachTaskButTheFirst() {
    var learner = Points.learner();
    var shrinking = ShrinkAndPerturb.atTasks(new Finetune(learner), 0.5f, 0, Rng.of(1));
    float[] start = learner.parameters().snapshot();
    shrinking.beginTask(0);
    assertThat(learner.parameters().values()).isEqualTo(start);
    shrinking.beginTask(1);
    for (int i = 0; i < start.length; i++) {
      assertThat(learner.parameters().values()[i]).isEqualTo(0.5f * start[i]);
    }
  }

  @Test
  void orEverySoManySteps() {
    var learner = Points.learner();
    var twin = Points.learner();
    var shrinking = ShrinkAndPerturb.everySteps(new Finetune(learner), 0, 0, 2, Rng.of(1));
    Batch batch = Points.batch(1, 0, 1);
    shrinking.beginTask(1);
    shrinking.observe(batch);
    twin.step(batch);
    assertThat(learner.parameters().values()).isEqualTo(twin.parameters().values());
    shrinking.observe(batch);
    assertThat(learner.parameters().values()).containsOnly(0);
  }

  @Test
  void noiseIsAsLargeAsTheNumbersWereAtTheStart() {
    Tensor large = Tensor.randn(Rng.of(1), 100, 50).mul(3).add(7);
    var learner = Toys.learner(new Linear(Parameter.of(large), Parameter.zeros(100)), 1);
    var shrinking = ShrinkAndPerturb.atTasks(new Finetune(learner), 0, 0.1f, Rng.of(2));
    shrinking.beginTask(1);
    float[] noise = learner.parameters().values();
    double mean = 0;
    double squares = 0;
    for (int i = 0; i < 5000; i++) {
      mean += noise[i] / 5000;
      squares += noise[i] * noise[i] / 5000;
    }
    // Deviation 3, so noise of 0.3: five standard errors.
    assertThat(mean).isCloseTo(0, Offset.offset(5 * 0.3 / Math.sqrt(5000)));
    assertThat(Math.sqrt(squares)).isCloseTo(0.3, Offset.offset(5 * 0.3 / Math.sqrt(10000)));
    // Biases started at 0, all of them.
    for (int i = 5000; i < 5100; i++) {
      assertThat(noise[i]).isZero();
    }
  }

  @Test
  void withoutShrinkingItIsTheMethodItself() {
    var memory = Points.memory(10);
    var twin = Points.memory(10);
    var shrinking =
        ShrinkAndPerturb.everySteps(
            new ExperienceReplay(Points.learner(), memory, 3), 1, 0, 1, Rng.of(1));
    assertThat(Points.live(shrinking))
        .isEqualTo(Points.live(new ExperienceReplay(Points.learner(), twin, 3)));
    assertThat(memory.task(memory.size() - 1)).isEqualTo(twin.task(twin.size() - 1));
  }

  @Test
  void nonsenseIsRefused() {
    var day = new Finetune(Points.learner());
    assertThatThrownBy(() -> ShrinkAndPerturb.atTasks(day, 1.1f, 0, Rng.of(1)))
        .hasMessageContaining("shrinking to 1.1");
    assertThatThrownBy(() -> ShrinkAndPerturb.everySteps(day, 1, 0, 0, Rng.of(1)))
        .hasMessageContaining("needed");
  }
}
