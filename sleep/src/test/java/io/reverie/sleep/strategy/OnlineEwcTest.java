package io.reverie.sleep.strategy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reverie.data.Batch;
import io.reverie.data.Dataset;
import io.reverie.sleep.ByHand;
import io.reverie.sleep.Toys;
import io.reverie.sleep.wake.Learner;
import io.reverie.tensor.Rng;
import io.reverie.tensor.Tensor;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Springs on a linear layer of two inputs and three classes, against the formulas in doubles. */
class OnlineEwcTest {
  private static final Dataset FIRST = dataset(1);
  private static final Dataset SECOND = dataset(2);

  private static Dataset dataset(long seed) {
    return Dataset.of(Tensor.randn(Rng.of(seed), 6, 2), new int[] {0, 1, 2, 2, 1, 1});
  }

  private final Learner learner = Toys.learner(Toys.linear(2, 3, 6), 1);

  /** The mean over the samples of p(y|x) · g², where g is the slope of −log p(y|x). */
  private static double[] fisher(double[] theta, Dataset data) {
    var fisher = new double[theta.length];
    for (Batch one : data.batches(1)) {
      float[] x = one.inputs().toArray();
      int y = one.labels()[0];
      double p = Math.exp(-ByHand.crossEntropy(ByHand.logits(theta, x), y));
      double[] g = ByHand.gradient(at -> ByHand.crossEntropy(ByHand.logits(at, x), y), theta);
      for (int i = 0; i < fisher.length; i++) {
        fisher[i] += p * g[i] * g[i] / data.size();
      }
    }
    return fisher;
  }

  private double[] theta() {
    return ByHand.doubles(learner.parameters().snapshot());
  }

  private void move() {
    for (int i = 0; i < learner.parameters().size(); i++) {
      learner.parameters().values()[i] += 0.1f * (i - 3);
    }
  }

  /** The spring's pull is what a step does beyond a step without springs. */
  private double[] pull(Strategy ewc) {
    var batch = FIRST.all();
    var free = Toys.learner(Toys.linear(2, 3, 6), 1);
    free.parameters().restore(learner.parameters().snapshot());
    free.step(batch);
    ewc.observe(batch);
    var pull = new double[learner.parameters().size()];
    for (int i = 0; i < pull.length; i++) {
      pull[i] = free.parameters().values()[i] - learner.parameters().values()[i];
    }
    return pull;
  }

  @Test
  void pullsBackByTwoLambdaTimesFisherTimesTheWay() {
    var ewc = new OnlineEwc(learner, 0.7f, 1);
    double[] anchor = theta();
    double[] fisher = fisher(anchor, FIRST);
    ewc.endTask(0, FIRST);
    move();
    double[] moved = theta();
    double[] pull = pull(ewc);
    for (int i = 0; i < pull.length; i++) {
      assertThat(pull[i])
          .isCloseTo(2 * 0.7 * fisher[i] * (moved[i] - anchor[i]), Offset.offset(1e-6));
    }
    assertThat(pull[0]).isNegative();
  }

  @ParameterizedTest
  @CsvSource({"1", "0.5", "0"})
  void oldImportancesDecayAndTheAnchorMoves(float gamma) {
    var ewc = new OnlineEwc(learner, 0.7f, gamma);
    double[] old = fisher(theta(), FIRST);
    ewc.endTask(0, FIRST);
    move();
    double[] anchor = theta();
    double[] young = fisher(anchor, SECOND);
    ewc.endTask(1, SECOND);
    move();
    double[] moved = theta();
    double[] pull = pull(ewc);
    for (int i = 0; i < pull.length; i++) {
      double stiffness = gamma * old[i] + young[i];
      assertThat(pull[i])
          .isCloseTo(2 * 0.7 * stiffness * (moved[i] - anchor[i]), Offset.offset(1e-6));
    }
  }

  @Test
  void theFirstTaskIsLearnedFreely() {
    assertThat(pull(new OnlineEwc(learner, 100, 1))).containsOnly(0);
  }

  @Test
  void measuringChangesNothingAndIsPaidFor() {
    var ewc = new OnlineEwc(learner, 1, 1);
    float[] before = learner.parameters().snapshot();
    ewc.endTask(0, FIRST);
    assertThat(learner.parameters().values()).isEqualTo(before);
    assertThat(learner.parameters().gradients()).containsOnly(0);
    assertThat(learner.ledger().gradientSamples()).isEqualTo(6);
    // Importances and anchor.
    assertThat(learner.ledger().bytes()).isEqualTo(2 * 4 * 9);
  }

  @Test
  void nonsenseIsRefused() {
    for (float[] bad : new float[][] {{-1, 1}, {1, -0.1f}, {1, 1.1f}, {Float.NaN, 1}}) {
      assertThatThrownBy(() -> new OnlineEwc(learner, bad[0], bad[1]))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("needed");
    }
  }
}
