package io.reverie.sleep.strategy;

import static org.assertj.core.api.Assertions.assertThat;

import io.reverie.data.Batch;
import io.reverie.data.Dataset;
import io.reverie.nn.Activation;
import io.reverie.nn.Layer;
import io.reverie.nn.Linear;
import io.reverie.nn.Sequential;
import io.reverie.optim.Sgd;
import io.reverie.sleep.strategy.SampleGradients.Size;
import io.reverie.sleep.wake.Learner;
import io.reverie.tensor.Rng;
import io.reverie.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The short way through products against one sample at a time. */
class SampleGradientsTest {
  private static final Dataset DATA = Dataset.of(Tensor.randn(Rng.of(3), 230, 4), new int[230]);

  private int forwards;

  private Learner learner(Layer... layers) {
    Layer counting =
        x -> {
          forwards++;
          return x;
        };
    Layer[] all = new Layer[layers.length + 1];
    all[0] = counting;
    System.arraycopy(layers, 0, all, 1, layers.length);
    var model = Sequential.of(all);
    return Learner.of(model, Sgd.of(model, 0.1f), Rng.of(0));
  }

  private static float[] sums(Learner learner, Size size) {
    var sums = new SampleGradients(learner, size, DATA);
    for (Batch batch : sums.pieces(DATA)) {
      sums.add(
          batch,
          (logits, slopes) -> {
            for (int i = 0; i < slopes.length; i++) {
              slopes[i] = 1 + i % 4;
            }
          });
    }
    return sums.sums();
  }

  /** Four outputs, whose slopes are 1, 2, 3, 4. */
  private static double[] oneByOne(Learner learner, Size size) {
    var sums = new double[learner.parameters().size()];
    for (Batch one : DATA.batches(1)) {
      learner.probe(
          1, net -> net.forward(one.inputs()).mul(Tensor.of(new float[] {1, 2, 3, 4}, 1, 4)).sum());
      float[] g = learner.parameters().gradients();
      for (int i = 0; i < sums.length; i++) {
        sums[i] += size == Size.SQUARE ? (double) g[i] * g[i] : Math.abs(g[i]);
      }
      learner.parameters().clearGradients();
    }
    return sums;
  }

  @ParameterizedTest
  @EnumSource
  void perceptronsGoInBatches(Size size) {
    Rng rng = Rng.of(1);
    var learner =
        learner(
            Linear.of(4, 5, rng),
            Activation.RELU,
            Linear.withoutBias(5, 5, rng),
            Activation.TANH,
            Linear.of(5, 4, rng));
    float[] sums = sums(learner, size);
    // The trial, and pieces of 100.
    assertThat(forwards).isEqualTo(1 + 3);
    assertThat(learner.ledger().gradientSamples()).isEqualTo(230);
    assertThat(learner.ledger().forwardSamples()).isEqualTo(1);
    assertThat(learner.parameters().gradients()).containsOnly(0);
    Points.assertNear(sums, oneByOne(learner, size), 2e-3);
  }

  @ParameterizedTest
  @EnumSource
  void aLayerUsedTwiceGoesOneByOne(Size size) {
    var twice = Linear.of(4, 4, Rng.of(1));
    var learner = learner(twice, Activation.TANH, twice);
    float[] sums = sums(learner, size);
    assertThat(forwards).isEqualTo(1 + 230);
    Points.assertNear(sums, oneByOne(learner, size), 2e-2);
  }

  @Test
  void rowsThatAreNotSamplesGoOneByOne() {
    // Every sample becomes two rows that one layer sees.
    var pairs = Linear.of(2, 2, Rng.of(1));
    Layer split = x -> x.reshape(-1, 2);
    Layer join = x -> x.reshape(-1, 4);
    var learner = learner(split, pairs, join);
    float[] sums = sums(learner, Size.SQUARE);
    assertThat(forwards).isEqualTo(1 + 230);
    Points.assertNear(sums, oneByOne(learner, Size.SQUARE), 5e-2);
  }

  @Test
  void aParameterBesideLinearLayersGoesOneByOne() {
    Rng rng = Rng.of(1);
    var model = new Scaled(Linear.of(4, 4, rng), io.reverie.tensor.Parameter.zeros(4));
    var learner = learner(model);
    float[] sums = sums(learner, Size.SQUARE);
    assertThat(forwards).isEqualTo(1 + 230);
    Points.assertNear(sums, oneByOne(learner, Size.SQUARE), 5e-2);
  }

  private record Scaled(Linear linear, io.reverie.tensor.Parameter scale) implements Layer {
    @Override
    public Tensor forward(Tensor x) {
      return linear.forward(x).mul(scale.exp());
    }
  }
}
