package io.reverie.sleep.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.reverie.data.Batch;
import io.reverie.sleep.ByHand;
import io.reverie.sleep.Toys;
import io.reverie.tensor.Rng;
import io.reverie.tensor.Shape;
import io.reverie.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a memory knows of how the network answers it. */
class NotesTest {
  @Test
  void scoresAreThoseOfTheFormulas() {
    var rng = Rng.of(3);
    Tensor outputs = Tensor.randn(rng, 50, 5).mul(4);
    int[] labels = new int[50];
    for (int i = 0; i < 50; i++) {
      labels[i] = i % 5;
    }
    Scores.Score[] scores = Scores.of(outputs, labels);
    for (int i = 0; i < 50; i++) {
      double[] logits = ByHand.doubles(outputs.slice(0, i, i + 1).toArray());
      double[] p = new double[5];
      double other = 0;
      double squares = 0;
      for (int c = 0; c < 5; c++) {
        p[c] = Math.exp(-ByHand.crossEntropy(logits, c));
        other = c == labels[i] ? other : Math.max(other, p[c]);
        squares += Math.pow(p[c] - (c == labels[i] ? 1 : 0), 2);
      }
      double loss = ByHand.crossEntropy(logits, labels[i]);
      assertThat((double) scores[i].loss()).isCloseTo(loss, within(1e-5));
      assertThat((double) scores[i].margin()).isCloseTo(p[labels[i]] - other, within(1e-5));
      assertThat((double) scores[i].error()).isCloseTo(Math.sqrt(squares), within(1e-5));
      assertThat(scores[i].right()).isEqualTo(p[labels[i]] > other);
      assertThat(Scores.losses(outputs, labels)[i]).isEqualTo(scores[i].loss());
    }
  }

  @Test
  void scoresOfOddOutputsAreDefined() {
    Scores.Score huge = Scores.of(Tensor.of(new float[] {1e30f, -1e30f}, 1, 2), 1)[0];
    assertThat(huge.loss()).isEqualTo(2e30f);
    assertThat(huge.margin()).isEqualTo(-1);
    assertThat(huge.error()).isCloseTo((float) Math.sqrt(2), within(1e-6f));
    Scores.Score nan = Scores.of(Tensor.of(new float[] {Float.NaN, 1}, 1, 2), 1)[0];
    assertThat(nan.loss()).isNaN();
    assertThat(nan.right()).isFalse();
    Scores.Score alone = Scores.of(Tensor.of(new float[] {3}, 1, 1), 0)[0];
    assertThat(alone).isEqualTo(new Scores.Score(0, 1, 0, true));
    Scores.Score equal = Scores.of(Tensor.of(new float[] {2, 2}, 1, 2), 0)[0];
    assertThat(equal.right()).isFalse();
    assertThatThrownBy(() -> Scores.of(Tensor.zeros(2, 3), 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("[1, classes]");
  }

  private static Tensor answer(int right) {
    return Tensor.of(new float[] {right, 1 - right}, 1, 2);
  }

  @Test
  void countsRightAnswersThatTurnWrong() {
    var memory = Toys.memory(2, 0);
    int[] answers = {0, 0, 1, 1, 0, 0, 1, 0};
    int[] forgotten = {0, 0, 0, 0, 1, 1, 1, 2};
    assertThat(Priority.forgetting().of(memory, 0)).isNaN();
    for (int i = 0; i < answers.length; i++) {
      memory.notes().write(new int[1], answer(answers[i]));
      assertThat(memory.notes().forgotten(0)).isEqualTo(forgotten[i]);
      assertThat(memory.notes().everRight(0)).isEqualTo(i >= 2);
    }
    assertThat(Priority.forgetting().of(memory, 0)).isEqualTo(2);
  }

  @Test
  void aNewMemoryHasNoNotes() {
    var memory = ReplayBuffer.of(1, Shape.of(2), 2, KeepRule.window(), Rng.of(1));
    memory.add(Toys.oneHots(2, 0), 0);
    assertThat(memory.notes().loss(0)).isNaN();
    memory.notes().write(new int[1], answer(1));
    memory.notes().write(new int[1], answer(0));
    assertThat(memory.notes().loss(0)).isCloseTo(1.3132617f, within(1e-6f));
    memory.add(Toys.oneHots(2, 0), 0);
    assertThat(memory.notes().loss(0)).isNaN();
    assertThat(memory.notes().margin(0)).isNaN();
    assertThat(memory.notes().error(0)).isNaN();
    assertThat(memory.notes().forgotten(0)).isZero();
    assertThat(memory.notes().everRight(0)).isFalse();
  }

  @Test
  void prioritiesAreMadeOfNotes() {
    var memory = Toys.memory(2, 0, 1);
    memory.notes().write(new int[] {0, 1}, Tensor.of(new float[] {2, 0, 3, 0}, 2, 2));
    double p = 1 / (1 + Math.exp(-2)); // right and sure; the other is wrong
    assertThat(Priority.loss().of(memory, 0)).isCloseTo(-Math.log(p), within(1e-6));
    assertThat(Priority.margin().of(memory, 0)).isCloseTo(1 - p, within(1e-6));
    assertThat(Priority.typical().of(memory, 0)).isCloseTo(p, within(1e-6));
    assertThat(Priority.border().of(memory, 0)).isCloseTo(2 - 2 * p, within(1e-6));
    double error = Math.sqrt(2) * (1 - p);
    assertThat(Priority.gradient().of(memory, 0)).isCloseTo(error, within(1e-6));
    assertThat(Priority.margin().of(memory, 1)).isGreaterThan(0.9);
    assertThat(Priority.typical().of(memory, 1)).isLessThan(0.1);
    assertThat(Priority.loss().power(0).of(memory, 1)).isEqualTo(1);
    Priority squared = Priority.loss().times(Priority.loss());
    double loss = Priority.loss().of(memory, 1);
    assertThat(squared.of(memory, 1)).isEqualTo(loss * loss);
  }

  /** The order of the stale, against a list, through any history. */
  @Test
  void theStaleAreThoseLeftAloneForLongest() {
    var memory = ReplayBuffer.of(12, Shape.of(1), 2, KeepRule.reservoir(), Rng.of(3));
    List<Float> order = new ArrayList<>();
    memory.notes().stale(0);
    var rng = Rng.of(4);
    for (int i = 0; i < 2000; i++) {
      float[] before = memory.all().batch().inputs().toArray();
      switch (memory.size() == 0 ? 0 : rng.nextInt(4)) {
        case 0 -> {
          memory.add(new Batch(Tensor.of(new float[] {i}, 1, 1), new int[1]), 0);
          for (float gone : before) {
            order.removeIf(x -> x == gone && !contains(memory, gone));
          }
          if (contains(memory, i)) {
            order.add((float) i);
          }
        }
        case 1 -> {
          int slot = rng.nextInt(memory.size());
          order.remove(before[slot]);
          memory.remove(slot);
        }
        default -> {
          int slot = rng.nextInt(memory.size());
          memory.notes().write(new int[] {slot}, Tensor.zeros(1, 2));
          order.remove(before[slot]);
          order.add(before[slot]);
        }
      }
      List<Float> stale = new ArrayList<>();
      for (int slot : memory.notes().stale(100)) {
        stale.add(memory.recall(slot).batch().inputs().item());
      }
      assertThat(stale).isEqualTo(order);
    }
  }

  private static boolean contains(ReplayBuffer memory, float number) {
    for (float x : memory.all().batch().inputs().toArray()) {
      if (x == number) {
        return true;
      }
    }
    return false;
  }

  @Test
  void aRefreshIsPaidFor() {
    var learner = Toys.learner(Toys.echo(3), 0.1f);
    var memory = Toys.memory(3, 0, 1, 2, 0).prioritise(Priority.loss());
    assertThat(memory.notes().refresh(3, learner::outputs)).isEqualTo(3);
    assertThat(learner.ledger().forwardSamples()).isEqualTo(3);
    float sure = Scores.losses(Tensor.of(new float[] {5, 0, 0}, 1, 3), 0)[0];
    for (int slot = 0; slot < 3; slot++) {
      assertThat(memory.notes().loss(slot)).isCloseTo(sure, within(1e-6f));
    }
    assertThat(memory.notes().loss(3)).isNaN();
    assertThat(memory.notes().stale(2)).containsExactly(3, 0);
    assertThat(memory.notes().refresh(100, learner::outputs)).isEqualTo(4);
    assertThat(memory.notes().loss(3)).isCloseTo(sure, within(1e-6f));
    assertThat(memory.notes().priority(3)).isEqualTo(memory.notes().loss(3));
  }

  @Test
  void refusesWhatDoesNotFit() {
    var memory = Toys.memory(2, 0, 1);
    assertThatThrownBy(() -> memory.notes().loss(2)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> memory.notes().stale(-1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> memory.notes().write(new int[] {0}, Tensor.zeros(1, 3)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("[1, 2] is needed");
    assertThatThrownBy(() -> memory.notes().write(new int[] {0, 1}, Tensor.zeros(1, 2)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(memory.notes().loss(0)).isNaN();
  }
}
