package io.reverie.sleep.strategy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reverie.data.Dataset;
import io.reverie.optim.Sgd;
import io.reverie.sleep.Toys;
import io.reverie.sleep.spike.RateNetwork;
import io.reverie.sleep.spike.SleepStdp;
import io.reverie.sleep.spike.SrcSettings;
import io.reverie.sleep.wake.Learner;
import io.reverie.tensor.Compute;
import io.reverie.tensor.Parameter;
import io.reverie.tensor.Rng;
import io.reverie.tensor.Tape;
import io.reverie.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class SleepReplayConsolidationTest {
  private static final Dataset DATA =
      Dataset.of(Tensor.uniform(Rng.of(9), 0, 1, 40, 16), new int[40]);

  private final Learner learner = learner();

  private static Learner learner() {
    var network = RateNetwork.of(0.5f, 0.25f, Rng.of(1), 16, 12, 8, 4);
    return Learner.of(network, Sgd.of(network, 0.1f), Rng.of(2));
  }

  private static SrcSettings settings(IntPredicate plastic) {
    return new SrcSettings(
        300,
        new SleepStdp(0.01, 0.001, 0.01),
        List.of(0.5, 0.5, 0.5),
        1,
        0.99,
        3,
        200,
        100,
        plastic,
        false);
  }

  private static SleepReplayConsolidation src(Learner learner, SrcSettings settings) {
    return new SleepReplayConsolidation(
        new RectifiedRegression(learner), settings, 4, 4, Rng.of(3));
  }

  private static float[] weights(Learner learner, int layer) {
    return ((RateNetwork) learner.model()).layers().get(layer).weight().toArray();
  }

  @Test
  void onlyTheLayersThatAreAskedForChange() {
    for (int asked = 0; asked < 3; asked++) {
      int plastic = asked;
      var learner = learner();
      List<float[]> before = new ArrayList<>();
      for (int l = 0; l < 3; l++) {
        before.add(weights(learner, l));
      }
      src(learner, settings(layer -> layer == plastic)).endTask(0, DATA);
      for (int l = 0; l < 3; l++) {
        if (l == plastic) {
          assertThat(weights(learner, l)).isNotEqualTo(before.get(l));
        } else {
          assertThat(weights(learner, l)).isEqualTo(before.get(l));
        }
      }
    }
  }

  @Test
  void theSameSeedGivesTheSameBitsOnAnyThreads() {
    List<float[]> results = new ArrayList<>();
    for (int threads : new int[] {1, 3}) {
      try (var compute = Compute.threads(threads)) {
        compute.run(() -> {
          var learner = learner();
          var src = src(learner, settings(layer -> true));
          src.observe(DATA.all());
          src.endTask(0, DATA);
          src.endTask(1, DATA);
          results.add(learner.parameters().snapshot());
        });
      }
    }
    assertThat(results.get(0)).isEqualTo(results.get(1)).doesNotContain(Float.NaN);
    var other = learner();
    src(other, settings(layer -> true).withRandomSigns()).endTask(0, DATA);
    assertThat(other.parameters().values()).isNotEqualTo(results.get(0));
  }

  @Test
  void withoutStepsItIsTheDayAlone() {
    var src = src(learner, settings(layer -> true).nights(0, 0));
    var plain = new RectifiedRegression(learner());
    src.observe(DATA.all());
    src.endTask(0, DATA);
    plain.observe(DATA.all());
    assertThat(learner.parameters().values()).isEqualTo(plain.learner().parameters().values());
    assertThat(src.rates()).isEmpty();
    assertThat(learner.ledger().forwardSamples()).isZero();
  }

  @Test
  void whatTheNightsKnowOfThePastIsPaidFor() {
    var src =
        new SleepReplayConsolidation(
            new RectifiedRegression(learner),
            settings(layer -> true),
            4,
            4,
            List.of(DATA, DATA.first(10)),
            Rng.of(3));
    src.endTask(0, DATA.first(5));
    src.endTask(1, DATA.first(5));
    assertThat(learner.ledger().gradientSamples()).isZero();
    assertThat(learner.ledger().forwardSamples()).isEqualTo(40 + 50);
    assertThat(learner.ledger().bytes()).isEqualTo(50 * 16 * 4 + 16 * 8);
    assertThat(src.rates()).hasSize(2).allMatch(night -> night.length == 3 && night[0] > 0);
  }

  /** (relu(z) − y)/n whether or not the output speaks: a silent one learns as well. */
  @Test
  void theDaysSlopePassesTheLastRectifier() {
    var parameters = Parameter.of(new float[] {0.3f, -2, -0.5f, 0.7f}, 2, 2);
    try (var tape = Tape.train()) {
      Tensor loss = RectifiedRegression.loss(parameters, new int[] {1, 0});
      tape.backward(loss);
      // Rows [0.3, −2] of class 1 and [−0.5, 0.7] of class 0.
      assertThat(loss.item()).isCloseTo(0.5f * (0.09f + 1 + 1 + 0.49f) / 2, Offset.offset(1e-6f));
      assertThat(parameters.gradient().toArray())
          .containsExactly(new float[] {0.15f, -0.5f, -0.5f, 0.35f}, Offset.offset(1e-6f));
    }
  }

  @Test
  void silentOutputsScoreNothing() {
    float[] scores = new RectifiedRegression(learner).scores(DATA.all().inputs()).toArray();
    float[] raw = learner.answers(DATA.all().inputs()).toArray();
    int silent = 0;
    for (int i = 0; i < raw.length; i++) {
      assertThat(scores[i]).isEqualTo(Math.max(0, raw[i]));
      silent += raw[i] < 0 ? 1 : 0;
    }
    assertThat(silent).isBetween(1, raw.length - 1);
  }

  @Test
  void otherNetworksAreRefused() {
    var plain = new Finetune(Toys.learner(Toys.linear(16, 4, 1), 1));
    assertThatThrownBy(
            () -> new SleepReplayConsolidation(plain, SrcSettings.fashion(), 4, 4, Rng.of(1)))
        .hasMessageContaining("of a Linear: a RateNetwork is needed");
    var network = RateNetwork.of(1, 0, Rng.of(1), 16, 4);
    var shallow = new Finetune(Learner.of(network, Sgd.of(network, 1), Rng.of(1)));
    assertThatThrownBy(
            () -> new SleepReplayConsolidation(shallow, SrcSettings.fashion(), 4, 4, Rng.of(1)))
        .hasMessageContaining("3 thresholds for a network of 1 layers");
    assertThatThrownBy(() ->
            new SleepReplayConsolidation(
                    new RectifiedRegression(learner), settings(layer -> true), 5, 5, Rng.of(1))
                .endTask(0, DATA))
        .hasMessageContaining("16 pixels as 5 x 5");
  }
}
