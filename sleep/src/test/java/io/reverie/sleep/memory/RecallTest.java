package io.reverie.sleep.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.reverie.data.Batch;
import io.reverie.sleep.ByHand;
import io.reverie.sleep.Toys;
import io.reverie.tensor.Rng;
import io.reverie.tensor.Tape;
import io.reverie.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** Memories in hand. */
class RecallTest {
  @Test
  void lossesCountByTheirWeights() {
    Batch batch = Toys.oneHots(3, 2, 0, 1, 1);
    var rng = Rng.of(1);
    Tensor outputs = Tensor.randn(rng, 4, 3);
    float[] weights = {1, 0.5f, 0.25f, 0};
    var recall = new Recall(batch, null, new int[] {0, 1, 2, 3}, weights);
    double weighted = 0;
    double plain = 0;
    for (int i = 0; i < 4; i++) {
      double[] logits = ByHand.doubles(outputs.slice(0, i, i + 1).toArray());
      double loss = ByHand.crossEntropy(logits, batch.labels()[i]);
      weighted += weights[i] * loss / 4;
      plain += loss / 4;
    }
    assertThat((double) recall.crossEntropy(outputs).item()).isCloseTo(weighted, within(1e-6));
    var even = new Recall(batch, null, recall.slots());
    assertThat((double) even.crossEntropy(outputs).item()).isCloseTo(plain, within(1e-6));
  }

  /** The gradient by the outputs is weight / n · (p − one-hot). */
  @Test
  void gradientsCountByTheirWeights() {
    Batch batch = Toys.oneHots(2, 1, 0);
    Tensor outputs = Tensor.of(new float[] {1, 2, 0, 3}, 2, 2);
    var recall = new Recall(batch, null, new int[2], new float[] {1, 0.5f});
    float[] gradient;
    try (var tape = Tape.probe()) {
      Tensor watched = tape.watch(outputs);
      tape.backward(recall.crossEntropy(watched));
      gradient = watched.gradient().toArray();
    }
    double p0 = 1 / (1 + Math.exp(1)); // of class 0 in row 0, wrong
    double p1 = 1 / (1 + Math.exp(-3)); // of class 1 in row 1, wrong
    double[] expected = {p0 / 2, -p0 / 2, -p1 / 4, p1 / 4};
    for (int i = 0; i < 4; i++) {
      assertThat((double) gradient[i]).isCloseTo(expected[i], within(1e-6));
    }
  }

  @Test
  void someAreTakenOut() {
    Batch batch = Toys.oneHots(3, 2, 0, 1);
    Tensor logits = Tensor.of(new float[] {1, 2, 3, 4, 5, 6}, 3, 2);
    var recall = new Recall(batch, logits, new int[] {7, 8, 9}, new float[] {1, 0.5f, 0.25f});
    var picked = recall.pick(2, 0);
    assertThat(picked.slots()).containsExactly(9, 7);
    assertThat(picked.batch().labels()).containsExactly(1, 2);
    assertThat(picked.batch().inputs().toArray()).containsExactly(0, 1, 0, 0, 0, 1);
    assertThat(picked.logits().toArray()).containsExactly(5, 6, 1, 2);
    assertThat(picked.weights()).containsExactly(0.25f, 1);
    assertThat(new Recall(batch, null, recall.slots()).pick().size()).isZero();
    assertThatThrownBy(() -> recall.pick(3)).isInstanceOf(IndexOutOfBoundsException.class);
  }
}
