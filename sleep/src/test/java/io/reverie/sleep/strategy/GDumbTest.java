package io.reverie.sleep.strategy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reverie.data.Batch;
import io.reverie.data.Mixed;
import io.reverie.sleep.ByHand;
import io.reverie.sleep.Toys;
import io.reverie.sleep.memory.KeepRule;
import io.reverie.sleep.memory.ReplayBuffer;
import io.reverie.sleep.wake.Learner;
import io.reverie.tensor.Rng;
import io.reverie.tensor.Shape;
import io.reverie.tensor.Tensor;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** A memory, and a fresh network from it alone. */
class GDumbTest {
  private static final GDumb.Fit ONCE = new GDumb.Fit(1, 10, 0.5f, 0, GDumb.Mixing.none());
  private static final Batch DAY = Points.batch(1, 0, 2, 1, 1);

  private final Learner learner = Points.learner();

  private GDumb method(GDumb.Fit fit) {
    return new GDumb(learner, Points.memory(20), fit, Rng.of(3));
  }

  @Test
  void byDayItOnlyRemembers() {
    float[] before = learner.parameters().snapshot();
    var gdumb = method(ONCE);
    gdumb.beginTask(2);
    gdumb.observe(DAY);
    assertThat(learner.parameters().values()).isEqualTo(before);
    assertThat(learner.ledger().gradientSamples()).isZero();
    assertThat(learner.ledger().bytes()).isEqualTo(Points.memory(20).bytes() + 4 * 9);
  }

  @Test
  void anEpochIsAStepFromTheFirstWeightsAtATenthOfTheRate() {
    double[] fresh = Points.theta(learner);
    var gdumb = method(ONCE);
    gdumb.observe(DAY);
    Points.move(learner);
    gdumb.endTask(0, Points.dataset(9, 0));
    double[] slope = ByHand.gradient(at -> 0.05 * Points.loss(at, DAY), fresh);
    Points.assertNear(learner, Points.stepped(fresh, slope));
    assertThat(learner.ledger().gradientSamples()).isEqualTo(4);
  }

  @Test
  void anotherTaskBeginsAfresh() {
    var gdumb = method(new GDumb.Fit(7, 2, 0.5f, 0.1f, GDumb.Mixing.none()));
    gdumb.observe(DAY);
    gdumb.endTask(3, Points.dataset(9, 0));
    float[] once = learner.parameters().snapshot();
    gdumb.endTask(1, Points.dataset(9, 0));
    assertThat(learner.parameters().values()).isNotEqualTo(once);
    gdumb.endTask(3, Points.dataset(9, 0));
    assertThat(learner.parameters().values()).isEqualTo(once);
    assertThat(learner.ledger().gradientSamples()).isEqualTo(3 * 7 * 4);
  }

  /** A tenth, then half cosines of 1, 2, 4 epochs: PyTorch's CosineAnnealingWarmRestarts. */
  @Test
  void ratesAreMammoths() {
    var fit = new GDumb.Fit(8, 2, 1, 0, GDumb.Mixing.none());
    double[] rates = {0.1, 1, 1, 0.5, 1, 0.5 + Math.sqrt(0.125), 0.5, 0.5 - Math.sqrt(0.125)};
    for (int epoch = 0; epoch < 8; epoch++) {
      assertThat((double) fit.rate(epoch)).isCloseTo(rates[epoch], Offset.offset(1e-6));
    }
  }

  @Test
  void mixedBatchesAreLearnedWithBothLabels() {
    double[] fresh = Points.theta(learner);
    Batch one = Points.batch(1, 0);
    GDumb.Mixing third = (a, b, rng) -> new Mixed(a.inputs(), a.labels(), new int[] {2}, 0.3f);
    var gdumb = method(new GDumb.Fit(1, 10, 10, 0, third));
    gdumb.observe(one);
    gdumb.endTask(0, Points.dataset(9, 0));
    Batch other = new Batch(one.inputs(), new int[] {2});
    double[] slope =
        ByHand.gradient(at -> 0.3f * Points.loss(at, one) + 0.7f * Points.loss(at, other), fresh);
    Points.assertNear(learner, Points.stepped(fresh, slope));
  }

  @Test
  void cutmixIsDrawnAsOftenAsWished() {
    var batch = new Batch(Tensor.uniform(Rng.of(1), 0, 1, 2, 16), new int[] {0, 1});
    int mixed = 0;
    Rng rng = Rng.of(7);
    var half = GDumb.Mixing.cutmix(4, 4, 1, 0.25f);
    for (int i = 0; i < 2000; i++) {
      var other = new Batch(Tensor.zeros(2, 16), new int[] {1, 0});
      Mixed made = half.mix(batch, other, rng);
      mixed += made.inputs() != batch.inputs() ? 1 : 0;
    }
    // Five standard deviations of the binomial distribution.
    assertThat(mixed).isBetween(500 - 97, 500 + 97);
  }

  @Test
  void theGreedySamplerBalances() {
    var memory = ReplayBuffer.of(12, Shape.of(5), 5, GDumb.greedyBalance(), Rng.of(2));
    int[] labels = new int[300];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = i < 200 ? 0 : i < 280 ? 1 : 2 + i % 3;
    }
    memory.add(Toys.oneHots(5, java.util.Arrays.copyOf(labels, 200)), 0);
    assertThat(memory.count(0)).isEqualTo(12);
    memory.add(Toys.oneHots(5, java.util.Arrays.copyOfRange(labels, 200, 280)), 0);
    assertThat(memory.count(0)).isEqualTo(6);
    memory.add(Toys.oneHots(5, java.util.Arrays.copyOfRange(labels, 280, 300)), 0);
    for (int c = 0; c < 5; c++) {
      assertThat(memory.count(c)).isBetween(2, 4);
    }
    assertThat(memory.size()).isEqualTo(12);
  }

  @Test
  void anEmptyMemoryTeachesNothing() {
    float[] before = learner.parameters().snapshot();
    method(ONCE).endTask(0, Points.dataset(9, 0));
    assertThat(learner.parameters().values()).isEqualTo(before);
    assertThat(KeepRule.LET_GO).isNegative();
  }

  @Test
  void nonsenseIsRefused() {
    assertThatThrownBy(() -> new GDumb.Fit(0, 1, 1, 0, GDumb.Mixing.none()))
        .hasMessageContaining("0 epochs");
    assertThatThrownBy(() -> new GDumb.Fit(1, 1, 0, 1, GDumb.Mixing.none()))
        .hasMessageContaining("rates 0.0 down to 1.0");
  }
}
