package io.reverie.sleep.strategy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reverie.data.Batch;
import io.reverie.sleep.ByHand;
import io.reverie.sleep.wake.Learner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** On what is new the outputs for old classes are held to what was said. */
class LearningWithoutForgettingTest {
  private static final Batch OLD = Points.batch(1, 0, 2);
  private static final Batch TODAY = Points.batch(2, 1, 1);

  private final Learner learner = Points.learner();

  /** Softmax of the logits of classes 0 and 2 at this temperature. */
  private static double[] soft(double[] logits, double temperature) {
    return Points.softmax(logits[0] / temperature, logits[2] / temperature);
  }

  @ParameterizedTest
  @CsvSource({"1, 2", "0.5, 1", "3, 4"})
  void isItsFormula(float alpha, float temperature) {
    var lwf = new LearningWithoutForgetting(learner, alpha, temperature);
    lwf.observe(OLD);
    lwf.endTask(0, Points.dataset(1, 0, 2));
    double[] teacher = Points.theta(learner);
    Points.move(learner);
    double[] theta = Points.theta(learner);
    double[] slope =
        ByHand.gradient(
            at -> {
              double held = 0;
              for (int i = 0; i < 2; i++) {
                double[] wanted = soft(Points.logits(teacher, TODAY, i), temperature);
                double[] found = soft(Points.logits(at, TODAY, i), temperature);
                for (int c = 0; c < 2; c++) {
                  held -= wanted[c] * Math.log(found[c]) / 2;
                }
              }
              return Points.loss(at, TODAY) + alpha * temperature * temperature * held;
            },
            theta);
    lwf.observe(TODAY);
    Points.assertNear(learner, Points.stepped(theta, slope));
    assertThat(learner.ledger().gradientSamples()).isEqualTo(2 + 2);
    assertThat(learner.ledger().forwardSamples()).isEqualTo(2);
    assertThat(learner.ledger().kept()).containsEntry("teacher", 4L * 9);
  }

  @Test
  void withoutWeightItIsFinetuning() {
    assertThat(Points.live(new LearningWithoutForgetting(learner, 0, 2)))
        .isEqualTo(Points.live(new Finetune(Points.learner())));
    assertThat(learner.ledger().forwardSamples()).isZero();
  }

  @Test
  void nonsenseIsRefused() {
    assertThatThrownBy(() -> new LearningWithoutForgetting(learner, 1, 0))
        .hasMessageContaining("temperature 0.0");
    assertThatThrownBy(() -> new LearningWithoutForgetting(learner, -1, 2))
        .hasMessageContaining("needed");
  }
}
