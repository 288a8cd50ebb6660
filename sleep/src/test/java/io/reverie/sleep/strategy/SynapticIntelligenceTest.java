package io.reverie.sleep.strategy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reverie.data.Batch;
import io.reverie.sleep.ByHand;
import io.reverie.sleep.Toys;
import io.reverie.sleep.strategy.SynapticIntelligence.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Three tasks of three steps, in plain doubles beside the method. */
class SynapticIntelligenceTest {
  private static final double RATE = 0.5;
  private static final double C = 0.7;
  private static final double XI = 0.3;

  private static double[] byHand(double[] start, Path path, double clip) {
    double[] theta = start.clone();
    double[] rest = start.clone();
    var importance = new double[theta.length];
    for (int task = 0; task < 3; task++) {
      var share = new double[theta.length];
      for (int step = 0; step < 3; step++) {
        Batch batch = Points.batch(10 * task + step, 0, 1, 2, task);
        double[] loss = ByHand.gradient(at -> Points.loss(at, batch), theta);
        for (int i = 0; i < theta.length; i++) {
          double pulled = loss[i] + 2 * C * importance[i] * (theta[i] - rest[i]);
          double g = Math.max(-clip, Math.min(clip, pulled));
          double change = -RATE * g;
          share[i] +=
              switch (path) {
                case LOSS -> -loss[i] * change;
                case LOSS_AND_SPRINGS -> -g * change;
                case SQUARES -> RATE * g * g;
              };
          theta[i] += change;
        }
      }
      for (int i = 0; i < theta.length; i++) {
        importance[i] += share[i] / (Math.pow(theta[i] - rest[i], 2) + XI);
        rest[i] = theta[i];
      }
    }
    return theta;
  }

  @ParameterizedTest
  @CsvSource({
    "LOSS, 1",
    "LOSS, 0.1",
    "LOSS, Infinity",
    "LOSS_AND_SPRINGS, 1",
    "LOSS_AND_SPRINGS, 0.1",
    "SQUARES, 1",
    "SQUARES, 0.1"
  })
  void isItsFormula(Path path, float clip) {
    var learner = Toys.learner(Toys.linear(2, 3, 6), (float) RATE);
    double[] start = Points.theta(learner);
    float[] end = Points.live(new SynapticIntelligence(learner, (float) C, (float) XI, path, clip));
    Points.assertNear(end, byHand(start, path, clip), 5e-6);
  }

  /** Whether the tolerance above can tell the forms apart. */
  @Test
  void theFormsDiffer() {
    double[] start = Points.theta(Points.learner());
    double[] loss = byHand(start, Path.LOSS, Double.POSITIVE_INFINITY);
    double[] springs = byHand(start, Path.LOSS_AND_SPRINGS, Double.POSITIVE_INFINITY);
    double[] none = byHand(start, Path.LOSS, 0.1);
    double apart = 0;
    double further = 0;
    for (int i = 0; i < start.length; i++) {
      apart = Math.max(apart, Math.abs(loss[i] - springs[i]));
      further = Math.max(further, Math.abs(loss[i] - none[i]));
    }
    assertThat(apart).isGreaterThan(5e-5);
    assertThat(further).isGreaterThan(5e-5);
  }

  @Test
  void withoutStrengthItIsFinetuning() {
    var free = new SynapticIntelligence(Points.learner(), 0, 1, Path.LOSS, Float.POSITIVE_INFINITY);
    assertThat(Points.live(free)).isEqualTo(Points.live(new Finetune(Points.learner())));
    // Importances, weights at rest, weights at the start of the task.
    assertThat(free.learner().ledger().bytes()).isEqualTo(3 * 4 * 9);
    assertThat(free.learner().ledger().gradientSamples()).isEqualTo(3 * 3 * 4);
  }

  @Test
  void nonsenseIsRefused() {
    var learner = Points.learner();
    assertThatThrownBy(() -> new SynapticIntelligence(learner, -1, 1))
        .hasMessageContaining("needed");
    assertThatThrownBy(() -> new SynapticIntelligence(learner, 1, 0))
        .hasMessageContaining("above 0");
  }
}
