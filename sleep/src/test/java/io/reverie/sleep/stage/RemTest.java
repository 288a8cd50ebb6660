package io.reverie.sleep.stage;

import static org.assertj.core.api.Assertions.assertThat;

import io.reverie.data.Transform;
import io.reverie.sleep.ByHand;
import io.reverie.sleep.Spy;
import io.reverie.sleep.Toys;
import io.reverie.tensor.Rng;
import io.reverie.tensor.Tensor;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Dreams of one-hot memories show what they are made of: entry c of a dream is the share of class
 * c.
 */
class RemTest {
  private static final int CLASSES = 6;
  private static final int BATCH = 24;

  private final Spy spy = new Spy(Toys.linear(CLASSES, CLASSES, 3));
  private final Night night =
      new Night(
          spy.learner(0.1f), Toys.memory(CLASSES, 0, 1, 2, 3, 4, 5, 0, 0), Rng.of(5), 0.1f, 50);

  private static float[] row(Tensor tensor, int i) {
    return tensor.slice(0, i, i + 1).toArray();
  }

  /** Whether a dream is λ of one class and 1 − λ of another, or all one class. */
  private static boolean mixes(float[] dream, float share) {
    float[] parts = nonZero(dream);
    boolean pure = parts.length == 1 && Math.abs(parts[0] - 1) < 1e-6;
    boolean two = parts.length == 2 && Math.abs(parts[0] + parts[1] - 1) < 1e-6;
    boolean shared = two && Math.min(Math.abs(parts[0] - share), Math.abs(parts[1] - share)) < 1e-6;
    return pure || shared;
  }

  private static float[] nonZero(float[] dream) {
    float[] parts = new float[dream.length];
    int n = 0;
    for (float part : dream) {
      if (part != 0) {
        parts[n++] = part;
      }
    }
    return Arrays.copyOf(parts, n);
  }

  @Test
  void dreamsMixTwoMemoriesWithOneShareAStep() {
    new Rem(BATCH, 1, 0, Transform.none()).sleep(night, 20);
    assertThat(spy.learned()).hasSize(20);
    int mixed = 0;
    for (Tensor dreams : spy.learned()) {
      float[] first =
          IntStream.range(0, BATCH)
              .mapToObj(i -> nonZero(row(dreams, i)))
              .filter(parts -> parts.length == 2)
              .findFirst()
              .orElseThrow();
      for (int i = 0; i < BATCH; i++) {
        assertThat(mixes(row(dreams, i), first[0])).isTrue();
        mixed += nonZero(row(dreams, i)).length == 2 ? 1 : 0;
      }
    }
    // Two balanced draws meet in the same class once in six.
    assertThat(mixed / (20.0 * BATCH)).isBetween(0.75, 0.92);
  }

  @Test
  void sharesDifferFromStepToStepAndCoverTheWholeRange() {
    new Rem(4, 1, 0, Transform.none()).sleep(night, 300);
    double[] shares = night.dreams().stream().mapToDouble(Dream::share).toArray();
    assertThat(shares).hasSize(4);
    double[] largest =
        spy.learned().stream()
            .map(dreams -> nonZero(row(dreams, 0)))
            .filter(parts -> parts.length == 2)
            .mapToDouble(parts -> Math.max(parts[0], parts[1]))
            .toArray();
    // The larger part of an even split is even over ½ to 1.
    assertThat(Arrays.stream(largest).average().orElseThrow()).isBetween(0.71, 0.79);
    assertThat(Arrays.stream(largest).min().orElseThrow()).isLessThan(0.55);
    assertThat(Arrays.stream(largest).max().orElseThrow()).isGreaterThan(0.95);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4, 7})
  void anchorsStayReal(int every) {
    new Rem(BATCH, 1, every, Transform.none()).sleep(night, 10);
    int mixed = 0;
    for (Tensor dreams : spy.learned()) {
      for (int i = 0; i < BATCH; i++) {
        if (i % every == 0) {
          assertThat(nonZero(row(dreams, i))).containsExactly(1);
        } else {
          mixed += nonZero(row(dreams, i)).length == 2 ? 1 : 0;
        }
      }
    }
    assertThat(mixed > 0).isEqualTo(every > 1);
  }

  /** The loss of a dream is its parts' cross-entropies in the same shares as the inputs'. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3})
  void bothLabelsAreLearnedByTheirShares(int anchors) {
    double[] theta = ByHand.doubles(night.learner().parameters().snapshot());
    new Rem(BATCH, 1, anchors, Transform.none()).sleep(night, 1);
    Tensor dreams = spy.learned().getFirst();
    double loss = 0;
    for (int i = 0; i < BATCH; i++) {
      double[] logits = ByHand.logits(theta, row(dreams, i));
      for (int c = 0; c < CLASSES; c++) {
        loss += dreams.at(i, c) * ByHand.crossEntropy(logits, c) / BATCH;
      }
    }
    assertThat((double) night.losses()[0]).isCloseTo(loss, Offset.offset(1e-5));
  }

  @Test
  void alphaZeroLeavesMemoriesAsTheyAre() {
    new Rem(BATCH, 0, 0, Transform.none()).sleep(night, 3);
    for (Tensor dreams : spy.learned()) {
      assertThat(dreams.sum(0).toArray()).containsOnly(BATCH / CLASSES);
      assertThat(IntStream.range(0, BATCH)).allMatch(i -> nonZero(row(dreams, i)).length == 1);
    }
  }

  @Test
  void memoriesChangeBeforeTheyAreMixed() {
    Transform triple =
        (inputs, rng) -> {
          for (int i = 0; i < inputs.size(); i++) {
            inputs.array()[inputs.offset() + i] *= 3;
          }
        };
    new Rem(BATCH, 1, 4, triple).sleep(night, 2);
    for (Tensor dreams : spy.learned()) {
      for (float sum : dreams.sum(1).toArray()) {
        assertThat(sum).isCloseTo(3, Offset.offset(1e-5f));
      }
    }
  }

  @Test
  void theReportSaysWhatADreamIsMadeOf() {
    new Rem(BATCH, 1, 4, Transform.none()).sleep(night, 2);
    assertThat(night.dreams()).hasSize(4);
    Tensor learned = spy.learned().getFirst();
    int[] dreamt = {1, 2, 3, 5};
    for (int k = 0; k < 4; k++) {
      Dream dream = night.dreams().get(k);
      assertThat(dream.image()).isEqualTo(row(learned, dreamt[k]));
      assertThat(dream.first()).isEqualTo(oneHot(dream.firstLabel()));
      assertThat(dream.second()).isEqualTo(oneHot(dream.secondLabel()));
      for (int c = 0; c < CLASSES; c++) {
        assertThat(dream.image()[c])
            .isEqualTo(dream.share() * dream.first()[c] + (1 - dream.share()) * dream.second()[c]);
      }
    }
  }

  private static float[] oneHot(int label) {
    return Toys.oneHots(CLASSES, label).inputs().toArray();
  }

  @Test
  void aDreamOfAnchorsAloneIsNotReported() {
    new Rem(BATCH, 1, 1, Transform.none()).sleep(night, 2);
    assertThat(night.dreams()).isEmpty();
  }
}
