package io.reverie.sleep.strategy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reverie.data.Batch;
import io.reverie.sleep.ByHand;
import io.reverie.sleep.wake.Learner;
import io.reverie.tensor.Rng;
import io.reverie.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** A step may not raise the loss of the memories. */
class AveragedGemTest {
  private static final Batch TODAY = Points.batch(2, 1, 1);

  private final Learner learner = Points.learner();

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  /** A step with this batch in memory: does it conflict, and where does it lead? */
  private boolean steps(Batch old) {
    var memory = Points.memory(10);
    memory.add(old, 0);
    var gem = new AveragedGem(learner, memory, 5, 1, Rng.of(1));
    double[] theta = Points.theta(learner);
    double[] g = ByHand.gradient(at -> Points.loss(at, TODAY), theta);
    double[] r = ByHand.gradient(at -> Points.loss(at, old), theta);
    double along = dot(g, r);
    double[] slope = g.clone();
    for (int i = 0; i < slope.length; i++) {
      slope[i] -= along < 0 ? along / dot(r, r) * r[i] : 0;
    }
    gem.observe(TODAY);
    Points.assertNear(learner, Points.stepped(theta, slope));
    assertThat(learner.ledger().gradientSamples()).isEqualTo(2 + old.size());
    return along < 0;
  }

  @Test
  void whatWouldHarmTheMemoriesIsTakenOut() {
    // The same points with another label.
    assertThat(steps(new Batch(TODAY.inputs(), new int[] {0, 0}))).isTrue();
  }

  @Test
  void whatHelpsThemStays() {
    assertThat(steps(TODAY)).isFalse();
  }

  @Test
  void someOfEachTaskAreOffered() {
    var memory = Points.memory(10);
    var gem = new AveragedGem(learner, memory, 5, 2, Rng.of(1));
    var plain = new Finetune(Points.learner());
    gem.observe(TODAY);
    plain.observe(TODAY);
    assertThat(memory.size()).isZero();
    assertThat(learner.parameters().values()).isEqualTo(plain.learner().parameters().values());
    gem.endTask(0, Points.dataset(1, 0, 0, 0));
    gem.endTask(1, Points.dataset(2, 1));
    assertThat(memory.all().batch().labels()).containsExactly(0, 0, 1);
    assertThat(memory.task(1)).isZero();
    assertThat(memory.task(2)).isEqualTo(1);
    Tensor kept = memory.all().batch().inputs();
    assertThat(kept.at(0, 0)).isNotEqualTo(kept.at(1, 0));
    assertThat(learner.ledger().bytes()).isEqualTo(memory.bytes());
  }

  @Test
  void nonsenseIsRefused() {
    assertThatThrownBy(() -> new AveragedGem(learner, Points.memory(10), 5, 0, Rng.of(1)))
        .hasMessageContaining("at least 1");
  }
}
