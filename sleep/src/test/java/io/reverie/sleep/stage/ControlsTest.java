package io.reverie.sleep.stage;

import static org.assertj.core.api.Assertions.assertThat;

import io.reverie.data.Transform;
import io.reverie.sleep.Toys;
import io.reverie.sleep.memory.KeepRule;
import io.reverie.sleep.memory.ReplayBuffer;
import io.reverie.sleep.wake.Learner;
import io.reverie.tensor.Rng;
import io.reverie.tensor.Shape;
import io.reverie.tensor.Tensor;
import java.util.Arrays;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Controls take one thing away and pay the same. */
class ControlsTest {
  private final Learner learner = Toys.learner(Toys.linear(3, 3, 1), 0.5f);

  @Test
  void shamSleepDoesEverythingAndLeavesNoTrace() {
    float[] evening = learner.parameters().snapshot();
    Night night = new Night(learner, Toys.memory(3, 0, 1, 2), Rng.of(1), 0.5f, 10);
    Stage n3 = new N3(5, Transform.none(), Homeostasis.decay(0.5f));
    Stage sham = Controls.sham(n3);
    sham.sleep(night, 7);
    assertThat(learner.parameters().values()).isEqualTo(evening);
    assertThat(night.steps()).isEqualTo(7);
    assertThat(learner.ledger().gradientSamples()).isEqualTo(35);
    assertThat(sham.name()).isEqualTo("N3");
    assertThat(sham.batch()).isEqualTo(5);
    n3.sleep(night, 1);
    assertThat(learner.parameters().values()).isNotEqualTo(evening);
  }

  @Test
  void noiseHasTheBatchsMeanAndDeviationAndNothingElse() {
    Tensor batch = Tensor.zeros(100, 100);
    for (int i = 0; i < batch.size(); i += 4) {
      batch.array()[i] = 8;
    }
    Controls.noise().apply(batch, Rng.of(1));
    double sum = 0;
    double squares = 0;
    double lag = 0;
    for (int i = 0; i < batch.size(); i++) {
      double x = batch.array()[i];
      sum += x / batch.size();
      squares += x * x / batch.size();
      lag += i % 4 == 0 ? x / (batch.size() / 4.0) : 0;
    }
    assertThat(sum).isCloseTo(2, Offset.offset(0.15));
    assertThat(Math.sqrt(squares - sum * sum)).isCloseTo(Math.sqrt(12), Offset.offset(0.1));
    assertThat(lag).as("the pattern is gone").isCloseTo(2, Offset.offset(0.3));
  }

  @Test
  void shuffledLabelsTeachNothing() {
    Night night = new Night(learner, Toys.memory(3, 0, 1, 2), Rng.of(1), 0.5f, 400);
    Replay.of(30).teaching(Controls.shuffledLabels()).sleep(night, 400);
    float[] p = learner.answers(Toys.oneHots(3, 0, 1, 2).inputs()).softmax().toArray();
    for (float share : p) {
      assertThat(share).isCloseTo(1 / 3f, Offset.offset(0.15f));
    }
    Replay.of(30).sleep(new Night(learner, Toys.memory(3, 0, 1, 2), Rng.of(1), 0.5f, 400), 400);
    assertThat(night.canaries()).isEqualTo(1);
  }

  @Test
  void theCurrentTaskIsTheLatestInMemory() {
    var memory = ReplayBuffer.of(20, Shape.of(3), 3, KeepRule.reservoir(), Rng.of(4));
    for (int i = 0; i < 20; i++) {
      memory.add(Toys.oneHots(3, i % 3), i / 8);
    }
    int[] slots = Controls.currentTask().slots(memory, 500, Rng.of(1));
    assertThat(slots).hasSize(500);
    assertThat(Arrays.stream(slots).map(memory::task)).containsOnly(2);
    assertThat(Arrays.stream(slots).distinct().count()).isEqualTo(4);
  }
}
