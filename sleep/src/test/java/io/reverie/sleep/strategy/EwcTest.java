package io.reverie.sleep.strategy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reverie.data.Batch;
import io.reverie.data.Dataset;
import io.reverie.sleep.ByHand;
import io.reverie.sleep.wake.Learner;
import org.junit.jupiter.api.Test;

/** One set of springs a task. */
class EwcTest {
  private static final Dataset FIRST = Points.dataset(1, 0, 1, 2, 2, 1, 1);
  private static final Dataset SECOND = Points.dataset(2, 1, 0, 2, 2, 0, 1);

  private final Learner learner = Points.learner();

  private double[] fisher(Dataset data) {
    return ByHand.doubles(Fisher.exact().diagonal(learner, data));
  }

  @Test
  void theSpringsOfAllTasksPull() {
    var ewc = new Ewc(learner, 3, Fisher.exact());
    double[] one = Points.theta(learner);
    double[] stiff = fisher(FIRST);
    ewc.endTask(0, FIRST);
    Points.move(learner);
    double[] two = Points.theta(learner);
    double[] stiffer = fisher(SECOND);
    ewc.endTask(1, SECOND);
    Points.move(learner);
    double[] theta = Points.theta(learner);
    Batch batch = FIRST.all();
    double[] slope = ByHand.gradient(at -> Points.loss(at, batch), theta);
    for (int i = 0; i < slope.length; i++) {
      slope[i] += 2 * 3 * (stiff[i] * (theta[i] - one[i]) + stiffer[i] * (theta[i] - two[i]));
    }
    ewc.observe(batch);
    Points.assertNear(learner, Points.stepped(theta, slope));
    // However many tasks there were.
    assertThat(learner.ledger().bytes()).isEqualTo(2 * 4 * 9);
  }

  @Test
  void afterOneTaskItIsTheOnlineForm() {
    var twin = Points.learner();
    var ewc = new Ewc(learner, 3, Fisher.empirical());
    var online = new OnlineEwc(twin, 3, 0.5f, Fisher.empirical());
    ewc.endTask(0, FIRST);
    online.endTask(0, FIRST);
    ewc.observe(SECOND.all());
    online.observe(SECOND.all());
    ewc.observe(FIRST.all());
    online.observe(FIRST.all());
    assertThat(learner.parameters().values()).isEqualTo(twin.parameters().values());
  }

  @Test
  void withoutStrengthItIsFinetuning() {
    float[] plain = Points.live(new Finetune(Points.learner()));
    assertThat(Points.live(new Ewc(Points.learner(), 0, Fisher.exact()))).isEqualTo(plain);
    assertThat(Points.live(new OnlineEwc(Points.learner(), 0, 1))).isEqualTo(plain);
    assertThat(Points.live(new Mas(Points.learner(), 0))).isEqualTo(plain);
  }

  @Test
  void saysWhereItDoesNotHelp() {
    for (Strategy springs :
        new Strategy[] {
          new Ewc(learner, 1, Fisher.exact()),
          new OnlineEwc(learner, 1, 1),
          new Mas(learner, 1),
          new SynapticIntelligence(learner, 1, 1),
          new LearningWithoutForgetting(learner)
        }) {
      assertThat(springs.advice()).contains("class-incremental");
    }
    assertThat(new Finetune(learner).advice()).isEmpty();
  }

  @Test
  void nonsenseIsRefused() {
    for (float bad : new float[] {-1, Float.NaN, Float.POSITIVE_INFINITY}) {
      assertThatThrownBy(() -> new Ewc(learner, bad, Fisher.exact()))
          .hasMessageContaining("needed");
      assertThatThrownBy(() -> new Mas(learner, bad)).hasMessageContaining("needed");
    }
  }
}
