package io.reverie.sleep.dream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reverie.tensor.Rng;
import io.reverie.tensor.Shape;
import io.reverie.tensor.Tensor;
import java.util.Arrays;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** A classifier that paints what it was asked about. */
class FeedbackNetworkTest {
  private static final int CLASSES = 4;
  private static final int HIDDEN = 20;
  private static final int LATENT = 3;

  private final FeedbackNetwork network =
      FeedbackNetwork.of(6, HIDDEN, LATENT, CLASSES, 0.35f, Rng.of(2));

  private static Tensor inputs(int n) {
    return Tensor.uniform(Rng.of(5), 0, 1, n, 2, 3);
  }

  /** The loss in plain doubles, from the codes' and the classes' means and variances. */
  @Test
  void paintingIsCrossEntropyAndDivergenceFromTheClass() {
    Tensor x = inputs(3);
    int[] labels = {2, 0, 2};
    Tensor noise = Tensor.randn(Rng.of(7), 3, LATENT);
    for (int i = 0; i < CLASSES * LATENT; i++) {
      network.modeLogVariances().array()[network.modeLogVariances().offset() + i] = 0.1f * i - 0.5f;
    }
    Tensor hidden = network.hidden(x);
    float[] losses = network.feedbackLosses(hidden, x, labels, noise).toArray();
    Tensor mu = network.mean().forward(hidden);
    Tensor lv = network.logVariance().forward(hidden);
    for (int i = 0; i < 3; i++) {
      double loss = 0;
      var code = new double[LATENT];
      for (int j = 0; j < LATENT; j++) {
        double p = Math.exp(network.modeLogVariances().at(labels[i], j));
        double q = Math.exp(lv.at(i, j));
        double away = mu.at(i, j) - network.modes().at(labels[i], j);
        loss += Math.log(Math.sqrt(p) / Math.sqrt(q)) + (q + away * away) / (2 * p) - 0.5;
        code[j] = mu.at(i, j) + Math.sqrt(q) * noise.at(i, j);
      }
      double[] logits = painted(code, labels[i]);
      for (int k = 0; k < 6; k++) {
        double t = x.at(i, k / 3, k % 3);
        double s = 1 / (1 + Math.exp(-logits[k]));
        loss -= t * Math.log(s) + (1 - t) * Math.log(1 - s);
      }
      assertThat((double) losses[i]).isCloseTo(loss, Offset.offset(1e-4));
    }
  }

  private double[] painted(double[] code, int label) {
    var hidden = new double[HIDDEN];
    for (int h = 0; h < HIDDEN; h++) {
      double sum = network.feedback().bias().at(h);
      for (int j = 0; j < LATENT; j++) {
        sum += network.feedback().weight().at(h, j) * code[j];
      }
      hidden[h] = Math.max(0, sum) * network.gates().at(label, h);
    }
    var logits = new double[6];
    for (int k = 0; k < 6; k++) {
      logits[k] = network.paint().bias().at(k);
      for (int h = 0; h < HIDDEN; h++) {
        logits[k] += network.paint().weight().at(k, h) * hidden[h];
      }
    }
    return logits;
  }

  @Test
  void eachClassClosesItsOwnShareOfTheGates() {
    for (float open : network.gates().sum(1).toArray()) {
      assertThat(open).isEqualTo(HIDDEN - 7);
    }
    assertThat(network.gates().select(0, 0).toArray())
        .isNotEqualTo(network.gates().select(0, 1).toArray());
    assertThat(network.parameters().named().keySet()).noneMatch(name -> name.contains("gates"));
    assertThat(network.state()).containsKey("gates");
    assertThatThrownBy(() -> FeedbackNetwork.of(6, 5, 3, 4, 1, Rng.of(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1.0");
  }

  /** With a decoder that shows the code, dreams are draws from the class's Gaussian. */
  @Test
  void dreamsAreDrawsFromTheClass() {
    var shows = FeedbackNetwork.of(1, 1, 1, 2, 0, Rng.of(2));
    set(shows.feedback().weight(), 1);
    set(shows.feedback().bias(), 10);
    set(shows.paint().weight(), 0.1f);
    set(shows.paint().bias(), -1);
    shows.modes().array()[shows.modes().offset()] = -2;
    shows.modes().array()[shows.modes().offset() + 1] = 3;
    shows.modeLogVariances().array()[shows.modeLogVariances().offset() + 1] =
        (float) Math.log(0.25);
    int n = 4000;
    var asked = new int[n];
    for (int i = 0; i < n; i++) {
      asked[i] = i % 2;
    }
    float[] dreams = shows.sample(asked, Rng.of(6)).toArray();
    var mean = new double[2];
    var square = new double[2];
    for (int i = 0; i < n; i++) {
      double code = 10 * Math.log(dreams[i] / (1.0 - dreams[i]));
      mean[i % 2] += code / (n / 2);
      square[i % 2] += code * code / (n / 2);
    }
    assertThat(mean[0]).isCloseTo(-2, Offset.offset(0.08));
    assertThat(mean[1]).isCloseTo(3, Offset.offset(0.04));
    assertThat(square[0] - mean[0] * mean[0]).isCloseTo(1, Offset.offset(0.12));
    assertThat(square[1] - mean[1] * mean[1]).isCloseTo(0.25, Offset.offset(0.03));
  }

  private static void set(Tensor parameter, float value) {
    parameter.array()[parameter.offset()] = value;
  }

  @Test
  void asALayerItIsTheClassifier() {
    Tensor x = inputs(5);
    assertThat(network.forward(x).shape()).isEqualTo(Shape.of(5, CLASSES));
    assertThat(network.forward(x).toArray())
        .isEqualTo(network.classifier().forward(network.hidden(x)).toArray());
  }

  @Test
  void aCopyDreamsTheSameAndIsItsOwn() {
    var copy = (FeedbackNetwork) network.copy();
    int[] asked = {0, 1, 2, 3};
    float[] then = network.sample(asked, Rng.of(1)).toArray();
    assertThat(copy.sample(asked, Rng.of(1)).toArray()).isEqualTo(then);
    Arrays.fill(network.parameters().values(), 0);
    assertThat(copy.sample(asked, Rng.of(1)).toArray()).isEqualTo(then);
  }
}
