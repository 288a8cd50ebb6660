package io.reverie.sleep.strategy;

import static org.assertj.core.api.Assertions.assertThat;

import io.reverie.data.Batch;
import io.reverie.sleep.ByHand;
import io.reverie.sleep.Toys;
import io.reverie.sleep.memory.KeepRule;
import io.reverie.sleep.memory.ReplayBuffer;
import io.reverie.tensor.Rng;
import io.reverie.tensor.Shape;
import io.reverie.tensor.Tensor;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** DER++ on a linear layer of two inputs and three classes, against its formula in doubles. */
class DarkExperienceReplayTest {
  private static final float[][] X = {{0.5f, -1}, {2, 0.25f}};
  private static final int[] Y = {2, 0};
  private static final float[] REMEMBERED = {-1.5f, 0.75f};
  private static final int REMEMBERED_LABEL = 1;
  private static final float[] REMEMBERED_LOGITS = {0.3f, -2, 1.1f};

  private static ReplayBuffer empty(int capacity) {
    return ReplayBuffer.withLogits(capacity, Shape.of(2), 3, KeepRule.reservoir(), Rng.of(4));
  }

  private static Batch today() {
    return new Batch(Tensor.of(new float[] {0.5f, -1, 2, 0.25f}, 2, 2), Y.clone());
  }

  private static double lossToday(double[] theta) {
    double loss = 0;
    for (int i = 0; i < 2; i++) {
      loss += ByHand.crossEntropy(ByHand.logits(theta, X[i]), Y[i]) / 2;
    }
    return loss;
  }

  /** Cross-entropy + α · mean squared difference of logits + β · cross-entropy of the memory. */
  private static double loss(double[] theta, double alpha, double beta) {
    double[] now = ByHand.logits(theta, REMEMBERED);
    double squares = 0;
    for (int c = 0; c < 3; c++) {
      squares += Math.pow(now[c] - REMEMBERED_LOGITS[c], 2);
    }
    return lossToday(theta)
        + alpha * squares / 3
        + beta * ByHand.crossEntropy(now, REMEMBERED_LABEL);
  }

  @ParameterizedTest
  @CsvSource({"0.3, 0.7", "1, 0", "0, 1", "0, 0", "2, 0.5"})
  void stepsDownTheGradientOfItsFormula(float alpha, float beta) {
    var memory = empty(1);
    memory.add(
        new Batch(Tensor.of(REMEMBERED, 1, 2), new int[] {REMEMBERED_LABEL}), REMEMBERED_LOGITS, 0);
    var learner = Toys.learner(Toys.linear(2, 3, 6), 1);
    double[] theta = ByHand.doubles(learner.parameters().snapshot());
    new DarkExperienceReplay(learner, memory, 5, alpha, beta).observe(today());
    double[] slope = ByHand.gradient(at -> loss(at, alpha, beta), theta);
    for (int i = 0; i < theta.length; i++) {
      assertThat((double) learner.parameters().values()[i])
          .isCloseTo(theta[i] - slope[i], Offset.offset(2e-6));
    }
    // The batch, one memory for the logits, one for the label; a term of weight 0 costs nothing.
    assertThat(learner.ledger().gradientSamples())
        .isEqualTo(2 + (alpha == 0 ? 0 : 1) + (beta == 0 ? 0 : 1));
  }

  @Test
  void theFirstBatchIsLearnedAlone() {
    var learner = Toys.learner(Toys.linear(2, 3, 6), 1);
    double[] theta = ByHand.doubles(learner.parameters().snapshot());
    new DarkExperienceReplay(learner, empty(4), 5, 1, 1).observe(today());
    double[] slope = ByHand.gradient(DarkExperienceReplayTest::lossToday, theta);
    for (int i = 0; i < theta.length; i++) {
      assertThat((double) learner.parameters().values()[i])
          .isCloseTo(theta[i] - slope[i], Offset.offset(2e-6));
    }
    assertThat(learner.ledger().gradientSamples()).isEqualTo(2);
  }

  @Test
  void whatIsStoredIsWhatTheNetworkSaidBeforeTheStep() {
    var memory = empty(10);
    var learner = Toys.learner(Toys.linear(2, 3, 6), 1);
    var dark = new DarkExperienceReplay(learner, memory, 5, 0.5f, 0.5f);
    dark.beginTask(2);
    for (int step = 0; step < 3; step++) {
      double[] theta = ByHand.doubles(learner.parameters().snapshot());
      dark.observe(today());
      for (int i = 0; i < 2; i++) {
        double[] said = ByHand.logits(theta, X[i]);
        for (int c = 0; c < 3; c++) {
          assertThat((double) memory.all().logits().at(2 * step + i, c))
              .isCloseTo(said[c], Offset.offset(1e-6));
        }
      }
    }
    assertThat(memory.all().batch().labels()).containsExactly(2, 0, 2, 0, 2, 0);
    assertThat(memory.task(5)).isEqualTo(2);
    assertThat(learner.ledger().bytes()).isEqualTo(memory.bytes());
  }
}
