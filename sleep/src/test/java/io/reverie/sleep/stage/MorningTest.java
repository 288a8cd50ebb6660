package io.reverie.sleep.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reverie.sleep.ByHand;
import io.reverie.sleep.SleepCycle;
import io.reverie.sleep.SleepCycle.Phase;
import io.reverie.sleep.Sleeper;
import io.reverie.sleep.Toys;
import io.reverie.sleep.memory.KeepRule;
import io.reverie.sleep.memory.ReplayBuffer;
import io.reverie.sleep.strategy.DarkExperienceReplay;
import io.reverie.sleep.wake.Learner;
import io.reverie.tensor.Rng;
import io.reverie.tensor.Shape;
import io.reverie.tensor.Tensor;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** What the network said this morning, and who is held to it. */
class MorningTest {
  private static final int CLASSES = 3;

  private final Learner learner = Toys.learner(Toys.linear(CLASSES, CLASSES, 1), 0.5f);
  private final Morning morning = new Morning(learner, CLASSES);
  private final Tensor x = Tensor.randn(Rng.of(3), 4, CLASSES);

  /** A memory that keeps logits, with these labels as one-hot inputs and zeros for logits. */
  private static ReplayBuffer memory(int... labels) {
    var memory =
        ReplayBuffer.withLogits(8, Shape.of(CLASSES), CLASSES, KeepRule.reservoir(), Rng.of(5));
    memory.add(Toys.oneHots(CLASSES, labels), new float[labels.length * CLASSES], 0);
    return memory;
  }

  private Night night(ReplayBuffer memory) {
    return new Night(learner, memory, Rng.of(1), 0.1f, 10);
  }

  private void learn() {
    learner.step(Toys.oneHots(CLASSES, 2, 2, 1));
  }

  @Test
  void holdsToTheClassesKnownThen() {
    morning.remember().sleep(night(memory(0, 1, 1)), 0);
    double[] then = ByHand.doubles(learner.parameters().snapshot());
    learn();
    double[] now = ByHand.doubles(learner.parameters().snapshot());
    double expected = 0;
    for (int i = 0; i < 4; i++) {
      float[] row = {x.at(i, 0), x.at(i, 1), x.at(i, 2)};
      double[] wanted = ByHand.logits(then, row);
      double[] given = ByHand.logits(now, row);
      double sum = Math.exp(wanted[0] / 2) + Math.exp(wanted[1] / 2);
      double norm = Math.log(Math.exp(given[0] / 2) + Math.exp(given[1] / 2));
      for (int c = 0; c < 2; c++) { // class 2 was not known
        expected += 4 * Math.exp(wanted[c] / 2) / sum * (norm - given[c] / 2) / 4;
      }
    }
    float loss = morning.heldTo(x, 2).apply(learner.answers(x)).item();
    assertThat((double) loss).isCloseTo(expected, Offset.offset(1e-5));
  }

  @Test
  void beforeTheFirstNightNobodyIsHeldToAnything() {
    long asked = learner.ledger().forwardSamples();
    assertThat(morning.knows()).isFalse();
    assertThat(morning.heldTo(x, 2).apply(learner.answers(x)).item()).isZero();
    assertThat(learner.ledger().forwardSamples()).isEqualTo(asked);
    assertThat(learner.ledger().kept()).containsEntry("morning", 4L * (12 + CLASSES));
    assertThatThrownBy(() -> morning.heldTo(x, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("temperature 0");
  }

  @Test
  void askingIsPaid() {
    morning.remember().sleep(night(memory(0, 1)), 0);
    long asked = learner.ledger().forwardSamples();
    morning.heldTo(x, 2);
    assertThat(learner.ledger().forwardSamples() - asked).isEqualTo(4);
  }

  @Test
  void todaysMemoriesAreRestatedAndOlderOnesForTodaysClasses() {
    morning.remember().sleep(night(memory(0)), 0);
    ReplayBuffer memory = memory(0, 1);
    Night night = night(memory);
    night.settle();
    Tensor evening = learner.answers(memory.all().batch().inputs());
    learn(); // by night; what counts is the evening
    morning.reconsolidate().sleep(night, 0);
    Tensor restated = memory.all().logits();
    assertThat(restated).isNotNull();
    float[][] expected = {
      {0, evening.at(0, 1), evening.at(0, 2)}, // class 0 was known: its own number stays
      {evening.at(1, 0), evening.at(1, 1), evening.at(1, 2)}
    };
    for (int i = 0; i < 2; i++) {
      for (int c = 0; c < CLASSES; c++) {
        assertThat(restated.at(i, c)).isEqualTo(expected[i][c]);
      }
    }
    ReplayBuffer plain = Toys.memory(CLASSES, 0);
    assertThatThrownBy(() -> morning.reconsolidate().sleep(night(plain), 0))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("withLogits");
  }

  @Test
  void aNightThatFailsLeavesYesterdaysMorning() {
    morning.remember().sleep(night(memory(0)), 0);
    float[] before = morning.heldTo(x, 2).apply(learner.answers(x)).toArray();
    Stage ruin =
        Stage.named("ruin", (night, steps) -> learner.parameters().values()[0] = Float.NaN);
    var phases = List.of(new Phase(ruin, 0), new Phase(morning.remember(), 0));
    var dawn =
        new Sleeper(List.of(new SleepCycle(phases)), 0.1f, 0.5)
            .sleep(learner, memory(0, 1, 2), Rng.of(2));
    assertThat(dawn.promoted()).isFalse();
    assertThat(morning.heldTo(x, 2).apply(learner.answers(x)).toArray()).isEqualTo(before);
  }

  @Test
  void byDayTheWeightCounts() {
    morning.remember().sleep(night(memory(0, 1)), 0);
    float[] plain = learned(0);
    float[] held = learned(0.5f);
    assertThat(held).isNotEqualTo(plain);
    // Twice the weight moves the weights twice as far from where they went without it.
    float[] twice = learned(1);
    for (int i = 0; i < plain.length; i++) {
      assertThat(twice[i] - plain[i]).isCloseTo(2 * (held[i] - plain[i]), Offset.offset(1e-5f));
    }
  }

  /** The weights after one step by day from the same start. */
  private float[] learned(float weight) {
    float[] start = learner.parameters().snapshot();
    var day = new DarkExperienceReplay(learner, memory(0, 1), 2, 1, 0.5f);
    // Another network than this morning's, or the gradient to it is zero.
    learn();
    (weight == 0 ? day : day.heldTo(morning, weight)).observe(Toys.oneHots(CLASSES, 2, 2));
    float[] end = learner.parameters().snapshot();
    learner.parameters().restore(start);
    return end;
  }
}
