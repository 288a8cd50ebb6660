package io.reverie.sleep.spike;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reverie.data.Dataset;
import io.reverie.nn.Linear;
import io.reverie.tensor.Parameter;
import io.reverie.tensor.Rng;
import io.reverie.tensor.Tape;
import io.reverie.tensor.Tensor;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class RateNetworkTest {
  private static Linear layer(float[] weight, int out) {
    return new Linear(Parameter.of(weight, out, weight.length / out), null);
  }

  /** Two inputs, two hidden neurons, one output, dropout a quarter. */
  private static RateNetwork small(float... last) {
    return new RateNetwork(List.of(layer(new float[] {1, 2, -3, 1}, 2), layer(last, 1)), 0.25f);
  }

  @Test
  void inUseHiddenNeuronsSpeakWithTheShareThatLearns() {
    Tensor x = Tensor.of(new float[] {1, 1}, 1, 2);
    try (var _ = Tape.infer()) {
      assertThat(small(2, 5).features(x).toArray()).containsExactly(0.75f * 3, 0);
      assertThat(small(2, 5).forward(x).toArray()).containsExactly(0.75f * 6);
    }
  }

  /** Not scaled up by 1/0.75, as the other form of dropout is. */
  @Test
  void whileLearningANeuronSaysAllOrNothing() {
    var network =
        new RateNetwork(
            List.of(
                RateNetwork.of(1, 0, Rng.of(1), 4, 1000).layers().getFirst(),
                RateNetwork.of(1, 0, Rng.of(2), 1000, 2).layers().getFirst()),
            0.25f);
    Tensor x = Tensor.of(new float[] {1, 2, 3, 4}, 1, 4);
    float[] full = network.layers().getFirst().forward(x).relu().toArray();
    int silenced = 0;
    int active = 0;
    try (var _ = Tape.train(Rng.of(3))) {
      float[] said = network.features(x).toArray();
      for (int i = 0; i < said.length; i++) {
        active += full[i] > 0 ? 1 : 0;
        silenced += full[i] > 0 && said[i] == 0 ? 1 : 0;
        if (said[i] != 0) {
          assertThat(said[i]).isCloseTo(full[i], Offset.offset(1e-5f));
        }
      }
    }
    double deviation = Math.sqrt(active * 0.25 * 0.75);
    assertThat((double) silenced).isCloseTo(active * 0.25, Offset.offset(4 * deviation));
  }

  @Test
  void weightsStartEvenly() {
    float[] w = RateNetwork.of(0.01f, 0, Rng.of(1), 50, 40).parameters().values();
    double sum = 0;
    for (float value : w) {
      assertThat(value).isBetween(-0.01f, 0.01f);
      sum += value * value;
    }
    assertThat(sum / w.length).isCloseTo(0.0001 / 3, Offset.offset(0.0001 / 30));
  }

  /** The divisors of the code by hand: weights 2 and 5, activities in use 0.75·(1·4 + 2·1) … */
  @Test
  void scalesAreThoseOfTheLargestActivityOrWeight() {
    var data = Dataset.of(Tensor.of(new float[] {1, 1, 4, 1, 0, -1}, 3, 2), new int[3]);
    double first = 0.75 * 6;
    double second = 2 * first;
    assertThat(Scales.of(small(2, 5), List.of(data)))
        .containsExactly(new double[] {1 / first, first / second}, Offset.offset(1e-6));
    // A last layer that drives nobody: its largest weight counts.
    assertThat(Scales.of(small(-2, 5), List.of(data))[1]).isCloseTo(first / 5, Offset.offset(1e-6));
  }

  @Test
  void theThirdDivisorLooksBackOneDivisorNotOneMaximum() {
    var network =
        new RateNetwork(
            List.of(
                layer(new float[] {3}, 1), layer(new float[] {5}, 1), layer(new float[] {7}, 1)),
            0);
    var data = Dataset.of(Tensor.of(new float[] {1}, 1, 1), new int[1]);
    double f1 = 3;
    double f2 = 15 / f1;
    double f3 = 105 / f2;
    assertThat(Scales.of(network, List.of(data, data)))
        .containsExactly(new double[] {1 / f1, 1 / f2, 1 / f3}, Offset.offset(1e-9));
  }

  @Test
  void whatCannotSpikeIsRefused() {
    assertThatThrownBy(() -> Scales.of(small(1, 1), List.of()))
        .hasMessageContaining("at least one sample");
    var data = Dataset.of(Tensor.of(new float[] {1, 1}, 1, 2), new int[1]);
    assertThatThrownBy(() -> Scales.of(small(-1, -1), List.of(data)))
        .hasMessageContaining("layer 1");
    assertThatThrownBy(() -> new RateNetwork(List.of(Linear.of(2, 2, Rng.of(1))), 0))
        .hasMessageContaining("bias");
    assertThatThrownBy(() -> new RateNetwork(List.of(), 0)).hasMessageContaining("0 layers");
    assertThatThrownBy(() -> RateNetwork.of(1, 1, Rng.of(1), 2, 2)).hasMessageContaining("p < 1");
    assertThatThrownBy(
            () -> new RateNetwork(List.of(layer(new float[4], 2), layer(new float[3], 1)), 0))
        .hasMessageContaining("layer 1 takes 3 numbers, layer 0 gives 2");
  }
}
