package io.reverie.sleep.strategy;

import static org.assertj.core.api.Assertions.assertThat;

import io.reverie.data.Batch;
import io.reverie.data.Dataset;
import io.reverie.sleep.ByHand;
import io.reverie.sleep.wake.Learner;
import io.reverie.tensor.Rng;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Four ways to estimate the Fisher information, against their formulas in doubles. */
class FisherTest {
  private static final Dataset DATA = Points.dataset(1, 0, 1, 2, 2, 1, 1);

  private final Learner learner = Points.learner();

  /** What the weight of a class is. */
  private interface Weight {
    double of(double p, boolean right);
  }

  private double[] byHand(Weight weight) {
    double[] theta = Points.theta(learner);
    Batch all = DATA.all();
    var fisher = new double[theta.length];
    for (int n = 0; n < all.size(); n++) {
      double[] p = Points.softmax(Points.logits(theta, all, n));
      float[] x = Points.point(all, n);
      for (int c = 0; c < 3; c++) {
        int label = c;
        double[] g = ByHand.gradient(at -> ByHand.crossEntropy(ByHand.logits(at, x), label), theta);
        for (int i = 0; i < g.length; i++) {
          fisher[i] += weight.of(p[c], c == all.labels()[n]) * g[i] * g[i] / all.size();
        }
      }
    }
    return fisher;
  }

  @Test
  void exactAddsUpAllClasses() {
    Points.assertNear(Fisher.exact().diagonal(learner, DATA), byHand((p, right) -> p), 1e-6);
    assertThat(learner.ledger().gradientSamples()).isEqualTo(6 * 3);
  }

  @Test
  void empiricalAsksForTheLabel() {
    Points.assertNear(
        Fisher.empirical().diagonal(learner, DATA), byHand((p, right) -> right ? 1 : 0), 1e-6);
    assertThat(learner.ledger().gradientSamples()).isEqualTo(6);
  }

  @Test
  void mammothsWeighsTheLabelWithItsProbability() {
    Points.assertNear(
        Fisher.labelProbability().diagonal(learner, DATA),
        byHand((p, right) -> right ? p : 0),
        1e-6);
    assertThat(learner.ledger().gradientSamples()).isEqualTo(6);
  }

  @Test
  void sampledIsExactInTheMean() {
    Dataset often = DATA.select(IntStream.range(0, 30_000).map(i -> i % 6).toArray());
    float[] fisher = Fisher.sampled(Rng.of(5)).diagonal(learner, often);
    double[] exact = byHand((p, right) -> p);
    double largest = IntStream.range(0, 9).mapToDouble(i -> exact[i]).max().orElseThrow();
    Points.assertNear(fisher, exact, 0.03 * largest);
    assertThat(learner.ledger().gradientSamples()).isEqualTo(30_000);
  }

  @Test
  void ofNothingIsNothing() {
    assertThat(Fisher.exact().diagonal(learner, DATA.first(0))).hasSize(9).containsOnly(0);
  }

  @Test
  void changesNothing() {
    float[] before = learner.parameters().snapshot();
    Fisher.exact().diagonal(learner, DATA);
    assertThat(learner.parameters().values()).isEqualTo(before);
    assertThat(learner.parameters().gradients()).containsOnly(0);
  }
}
