package io.reverie.sleep.strategy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reverie.data.Batch;
import io.reverie.sleep.ByHand;
import io.reverie.sleep.wake.Learner;
import io.reverie.tensor.Rng;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Two averages hold the model to what they say, and the stable one answers. */
class ClsErTest {
  private static final Batch OLD = Points.batch(1, 0, 2, 1, 1);
  private static final Batch TODAY = Points.batch(2, 1, 1);

  private final Learner learner = Points.learner();

  private ClsEr method(ClsEr.Settings settings) {
    return new ClsEr(learner, Points.memory(4), 9, settings, Rng.of(3));
  }

  private static double[] blended(double[] average, double[] theta, double decay) {
    var next = new double[theta.length];
    for (int i = 0; i < next.length; i++) {
      next[i] = decay * average[i] + (1 - decay) * theta[i];
    }
    return next;
  }

  @Test
  void isItsFormula() {
    var cls = method(new ClsEr.Settings(2, 1, 0.3f, 1, 0.8f));
    double[] start = Points.theta(learner);
    cls.observe(OLD);
    double[] theta = Points.theta(learner);
    // In the first step an average moves half of the way at least, whatever its decay.
    double[] plastic = blended(start, theta, 0.3);
    double[] stable = blended(start, theta, 0.5);
    int slow = 0;
    var wanted = new double[4][];
    for (int i = 0; i < 4; i++) {
      int label = OLD.labels()[i];
      double[] fastLogits = Points.logits(plastic, OLD, i);
      double[] slowLogits = Points.logits(stable, OLD, i);
      boolean surer = Points.softmax(slowLogits)[label] > Points.softmax(fastLogits)[label];
      wanted[i] = surer ? slowLogits : fastLogits;
      slow += surer ? 1 : 0;
    }
    assertThat(slow).isBetween(1, 3);
    double[] slope =
        ByHand.gradient(
            at -> {
              double squares = 0;
              for (int i = 0; i < 4; i++) {
                for (int c = 0; c < 3; c++) {
                  squares += Math.pow(Points.logits(at, OLD, i)[c] - wanted[i][c], 2);
                }
              }
              double both = (2 * Points.loss(at, TODAY) + 4 * Points.loss(at, OLD)) / 6;
              return both + 2 * squares / 12;
            },
            theta);
    cls.observe(TODAY);
    Points.assertNear(learner, Points.stepped(theta, slope));
    // Two steps: 1 − 1/3 is below 0.8.
    double[] answering = blended(stable, Points.theta(learner), 2.0 / 3);
    var said = cls.scores(TODAY.inputs());
    for (int c = 0; c < 3; c++) {
      assertThat((double) said.at(1, c))
          .isCloseTo(Points.logits(answering, TODAY, 1)[c], Offset.offset(1e-5));
    }
    assertThat(learner.ledger().gradientSamples()).isEqualTo(4 + 6);
    assertThat(learner.ledger().forwardSamples()).isEqualTo(2 * 4);
    assertThat(learner.ledger().bytes()).isEqualTo(Points.memory(4).bytes() + 2 * 4 * 9);
  }

  @Test
  void withoutWeightItIsReplay() {
    var replay = new ExperienceReplay(Points.learner(), Points.memory(4), 9);
    assertThat(Points.live(method(new ClsEr.Settings(0, 1, 0.9f, 1, 0.9f))))
        .isEqualTo(Points.live(replay));
  }

  @Test
  void averagesThatNeverMoveAnswerAsAtTheStart() {
    var cls = method(new ClsEr.Settings(1, 0, 0.9f, 0, 0.9f));
    float[] before = cls.scores(TODAY.inputs()).toArray();
    Points.live(cls);
    assertThat(cls.scores(TODAY.inputs()).toArray()).isEqualTo(before);
  }

  @Test
  void nonsenseIsRefused() {
    assertThatThrownBy(() -> new ClsEr.Settings(1, 2, 0.9f, 1, 0.9f))
        .hasMessageContaining("0 to 1 is needed");
    assertThatThrownBy(() -> new ClsEr.Settings(-1, 1, 0.9f, 1, 0.9f))
        .hasMessageContaining("needed");
  }
}
