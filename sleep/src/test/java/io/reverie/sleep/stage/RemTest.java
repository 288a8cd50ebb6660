package io.reverie.sleep.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
    assertThat(night.dreams()).hasSize(4);
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

  /** Anchors come after the dreams of a step, and are whole memories. */
  @ParameterizedTest
  @ValueSource(doubles = {1, 0.5, 0.25, 1 / 7.0, 1 / 16.0, 0.0075, 0.3})
  void theShareOfAnchorsIsExactOverTheStage(double share) {
    int steps = 30;
    mixup(share).sleep(night, steps);
    long anchors = 0;
    for (Tensor inputs : spy.learned()) {
      anchors +=
          IntStream.range(0, inputs.dim(0))
              .filter(i -> nonZero(row(inputs, i)).length == 1)
              .count();
    }
    long all = spy.learned().stream().mapToLong(inputs -> inputs.dim(0)).sum();
    assertThat(all).isEqualTo((long) steps * BATCH);
    assertThat(night.steps()).isEqualTo(steps);
    assertThat(night.learner().ledger().gradientSamples()).isEqualTo(all);
    // Rounded up to a whole memory, the first of them in the first step.
    assertThat(anchors).isEqualTo((long) Math.ceil(Math.round(all * share * 1e6) / 1e6));
  }

  private static Rem mixup(double anchors) {
    var source = DreamSource.mixup(1, Partner.OTHER_CLASS, Transform.none());
    return new Rem(BATCH, anchors, Transform.none(), source, Judge.none());
  }

  @Test
  void aStepOfNoneDoesNothing() {
    new Rem(
            BATCH,
            night -> {
              throw new AssertionError("nobody is to dream");
            })
        .sleep(night, 0);
    assertThat(night.steps()).isZero();
    assertThat(night.learner().ledger().forwardSamples()).isZero();
  }

  @Test
  void sharesOutOfRangeAreRefused() {
    for (double share : new double[] {-0.1, 1.1, Double.NaN}) {
      assertThatThrownBy(() -> mixup(share))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(String.valueOf(share));
    }
  }

  /** The loss of a dream is its parts' cross-entropies in the same shares as the inputs'. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3})
  void bothLabelsAreLearnedByTheirShares(int anchors) {
    double[] theta = ByHand.doubles(night.learner().parameters().snapshot());
    new Rem(BATCH, 1, anchors, Transform.none()).sleep(night, 1);
    double loss = 0;
    for (Tensor inputs : spy.learned()) {
      for (int i = 0; i < inputs.dim(0); i++) {
        double[] logits = ByHand.logits(theta, row(inputs, i));
        for (int c = 0; c < CLASSES; c++) {
          loss += inputs.at(i, c) * ByHand.crossEntropy(logits, c) / BATCH;
        }
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
    assertThat(night.dreams()).hasSize(8);
    Tensor learned = spy.learned().getFirst();
    for (int k = 0; k < 8; k++) {
      Dream dream = night.dreams().get(k);
      assertThat(dream.source()).isEqualTo("mixup");
      assertThat(dream.step()).isZero();
      assertThat(dream.confidence()).isNaN();
      assertThat(dream.image()).isEqualTo(row(learned, k));
      // One-hot memories: the input is the target.
      assertThat(dream.targets()).containsExactly(dream.image(), Offset.offset(1e-6f));
      var first = dream.parents().getFirst();
      var second = dream.parents().getLast();
      assertThat(first.image()).isEqualTo(oneHot(first.label()));
      assertThat(second.image()).isEqualTo(oneHot(second.label()));
      assertThat(first.share() + second.share()).isEqualTo(1, Offset.offset(1e-6f));
      for (int c = 0; c < CLASSES; c++) {
        assertThat(dream.image()[c])
            .isEqualTo(first.share() * first.image()[c] + (1 - first.share()) * second.image()[c]);
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
