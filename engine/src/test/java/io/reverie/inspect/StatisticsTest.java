package io.reverie.inspect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.reverie.inspect.Statistics.Numbers;
import io.reverie.nn.Activation;
import io.reverie.nn.Checkpointed;
import io.reverie.nn.Layer;
import io.reverie.nn.Linear;
import io.reverie.nn.Sequential;
import io.reverie.tensor.Parameter;
import io.reverie.tensor.Rng;
import io.reverie.tensor.Tape;
import io.reverie.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** Means, ranges and shares, by definition. */
class StatisticsTest {
  private static Numbers ofRelu(float[]... batches) {
    var statistics = Statistics.of(x -> x.relu());
    for (float[] batch : batches) {
      try (var tape = Tape.infer()) {
        statistics.on(tape);
        Tensor.of(batch, batch.length / 4, 4).relu();
      }
    }
    return statistics.values().get("Relu");
  }

  @Test
  void valuesOfManyStepsAreOneSet() {
    Numbers seen = ofRelu(new float[] {1, -2, 3, 0}, new float[] {5, -1, 0, -3, 2, 0, 7, -1});
    float[] all = {1, 0, 3, 0, 5, 0, 0, 0, 2, 0, 7, 0};
    double mean = 18 / 12.0;
    double squares = 0;
    for (float x : all) {
      squares += (x - mean) * (x - mean);
    }
    assertThat(seen.count()).isEqualTo(12);
    assertThat(seen.mean()).isCloseTo(mean, within(1e-12));
    assertThat(seen.std()).isCloseTo(Math.sqrt(squares / 12), within(1e-12));
    assertThat(seen.min()).isZero();
    assertThat(seen.max()).isEqualTo(7);
    assertThat(seen.zeros()).isCloseTo(7 / 12.0, within(1e-12));
    assertThat(seen.dead()).isEqualTo(0.5); // The second and the last column.
    assertThat(seen.notFinite()).isZero();
  }

  @Test
  void numbersFarFromZeroKeepTheirDeviation() {
    float[] far = new float[4096];
    for (int i = 0; i < far.length; i++) {
      far[i] = 1e6f + i % 2;
    }
    assertThat(ofRelu(far, far).std()).isCloseTo(0.5, within(1e-9));
  }

  @Test
  void whatIsNoNumberIsCountedApart() {
    Numbers seen = ofRelu(new float[] {1, Float.NaN, Float.POSITIVE_INFINITY, 3});
    assertThat(seen.mean()).isEqualTo(2);
    assertThat(seen.max()).isEqualTo(3);
    assertThat(seen.notFinite()).isEqualTo(0.5);
    assertThat(ofRelu(new float[] {Float.NaN, Float.NaN, Float.NaN, Float.NaN}).mean()).isNaN();
  }

  @Test
  void channelsAreUnitsOfImages() {
    var statistics = Statistics.of(x -> x);
    try (var tape = Tape.infer()) {
      statistics.on(tape);
      float[] x = new float[2 * 3 * 4];
      x[5] = 1; // The second channel of the first image.
      Tensor.of(x, 2, 3, 2, 2).relu();
    }
    assertThat(statistics.values().get("Relu").dead()).isCloseTo(2 / 3.0, within(1e-12));
  }

  @Test
  void gradientsAreThoseOfOutputs() {
    Parameter weight = Parameter.of(new float[] {1, 2, 3, -4}, 2, 2);
    Layer model = Sequential.of(new Linear(weight, null), Activation.RELU);
    var statistics = Statistics.of(model);
    try (var tape = Tape.train()) {
      statistics.on(tape);
      tape.backward(model.forward(Tensor.of(new float[] {1, 1}, 1, 2)).mul(3).sum());
    }
    assertThat(statistics.values().get("0: Linear").mean()).isEqualTo(1); // 3 and -1
    Numbers slopes = statistics.gradients().get("0: Linear");
    assertThat(slopes.mean()).isEqualTo(1.5); // 3 and 0
    assertThat(slopes.dead()).isEqualTo(0.5);
    assertThat(statistics.gradients().get("0 → Relu").std()).isZero();
    var learned = Statistics.ofParameters(model);
    assertThat(learned.values()).containsOnlyKeys("0.weight");
    assertThat(learned.values().get("0.weight").mean()).isEqualTo(0.5);
    assertThat(learned.gradients().get("0.weight").mean()).isEqualTo(1.5);
    assertThat(statistics.toString()).contains("0 → Relu", "gradients", "dead units", "50.0 %");
  }

  @Test
  void aBlockIsLookedInto() {
    Rng rng = Rng.of(1);
    Layer body = Sequential.of(Linear.of(4, 4, rng), Activation.TANH, Linear.of(4, 4, rng));
    Layer plain = Sequential.of(Linear.of(4, 4, rng), body);
    Layer slim = Sequential.of(((Sequential) plain).layers().getFirst(), new Checkpointed(body));
    Tensor x = Tensor.randn(rng, 8, 4);
    for (String name : new String[] {"1.0: Linear", "1.0 → Tanh", "1.2: Linear"}) {
      var one = seen(plain, x);
      var other = seen(slim, x);
      assertThat(other.gradients().get(name))
          .usingRecursiveComparison()
          .isEqualTo(one.gradients().get(name));
      Numbers once = one.values().get(name);
      Numbers twice = other.values().get(name);
      assertThat(twice.mean()).isCloseTo(once.mean(), within(1e-12));
      assertThat(twice.std()).isCloseTo(once.std(), within(1e-12));
      assertThat(twice.count()).isEqualTo(2 * once.count());
    }
  }

  private static Statistics seen(Layer model, Tensor x) {
    var statistics = Statistics.of(model);
    try (var tape = Tape.train()) {
      statistics.on(tape);
      tape.backward(model.forward(x).square().mean());
    }
    return statistics;
  }

  @Test
  void operationsAfterALayerAreNumbered() {
    Layer model = Linear.of(2, 2, Rng.of(1));
    var statistics = Statistics.of(Sequential.of(model));
    try (var tape = Tape.infer()) {
      statistics.on(tape);
      model.forward(Tensor.ones(1, 2)).tanh().relu().tanh().add(Tensor.ones(1, 2).relu());
    }
    assertThat(statistics.values().keySet())
        .containsExactly("0: Linear", "0 → Tanh", "0 → Relu", "0 → Tanh 2", "Relu", "Add");
  }

  @Test
  void anEmptyTensorHasNoMean() {
    var statistics = Statistics.of(x -> x);
    try (var tape = Tape.infer()) {
      statistics.on(tape);
      Tensor.zeros(0, 3).relu();
      Tensor.zeros(3, 0).exp();
    }
    assertThat(statistics.values().get("Relu").mean()).isNaN();
    assertThat(statistics.values().get("Exp").dead()).isNaN();
  }
}
