package io.reverie.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reverie.op.Surrogate;
import io.reverie.tensor.Rng;
import io.reverie.tensor.Tape;
import io.reverie.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Activations as layers: each is the function of its name, with PyTorch's defaults. */
class ActivationTest {
  private static final Tensor X = Tensor.randn(Rng.of(8), 3, 4, 6).mul(3);

  @ParameterizedTest
  @EnumSource
  void theConstantIsTheFunctionOfItsName(Activation activation) throws Exception {
    StringBuilder name = new StringBuilder();
    for (String word : activation.name().toLowerCase(java.util.Locale.ROOT).split("_")) {
      name.append(
          name.isEmpty() ? word : Character.toUpperCase(word.charAt(0)) + word.substring(1));
    }
    Tensor expected = (Tensor) Tensor.class.getMethod(name.toString()).invoke(X);
    assertThat(activation.forward(X).toArray()).isEqualTo(expected.toArray());
    assertThat(activation.parts()).isEmpty();
  }

  @Test
  void defaultsArePyTorchs() {
    same(LeakyRelu.of(), X.leakyRelu(0.01f));
    same(Elu.of(), X.elu(1));
    same(Celu.of(), X.celu(1));
    same(Softplus.of(), X.softplus(1, 20));
    same(HardTanh.of(), X.hardTanh(-1, 1));
    same(Softshrink.of(), X.softshrink(0.5f));
    same(Hardshrink.of(), X.hardshrink(0.5f));
    same(Glu.of(), X.glu(-1));
    same(SwiGlu.of(), X.swiGlu(-1));
    same(new SwiGlu(1), X.slice(1, 0, 2).silu().mul(X.slice(1, 2, 4)));
    same(new Clamp(-1, 2), X.clamp(-1, 2));
    same(new Threshold(0.1f, 20), X.threshold(0.1f, 20));
    same(new Step(new Surrogate.None()), X.ge(0));
    same(PRelu.of(), X.leakyRelu(0.25f));
    same(PRelu.of(4), X.leakyRelu(0.25f));
  }

  private static void same(Layer layer, Tensor expected) {
    Tensor y = layer.forward(X);
    assertThat(y.shape()).isEqualTo(expected.shape());
    for (int i = 0; i < y.size(); i++) {
      float wanted = expected.array()[i];
      float allowed = 2 * Math.ulp(Math.max(1, Math.abs(wanted)));
      assertThat(Math.abs(y.array()[i] - wanted)).isLessThanOrEqualTo(allowed);
    }
  }

  @Test
  void preluLearnsOneSlopeAChannel() {
    PRelu layer = PRelu.of(2);
    assertThat(layer.state()).containsOnlyKeys("weight");
    try (var tape = Tape.train()) {
      Tensor x = Tensor.of(new float[] {-1, 2, -3, -4}, 2, 2);
      tape.backward(layer.forward(x), Tensor.ones(2, 2));
      assertThat(layer.weight().gradient().toArray()).containsExactly(-4, -4);
    }
    assertThatThrownBy(() -> layer.forward(X))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("[3, 4, 6]");
  }

  @Test
  void dropoutLayersRefuseImpossibleProbabilities() {
    assertThatThrownBy(() -> new Dropout2d(1)).hasMessageContaining("p = 1.0");
    assertThatThrownBy(() -> new AlphaDropout(Float.NaN)).hasMessageContaining("p = NaN");
    assertThatThrownBy(() -> new DropPath(-1)).hasMessageContaining("0 ≤ p < 1");
  }

  @Test
  void dropoutLayersDropWhileTraining() {
    Layer[] layers = {new Dropout2d(0.5f), new AlphaDropout(0.5f), new DropPath(0.5f)};
    for (Layer layer : layers) {
      assertThat(layer.forward(X)).isSameAs(X);
      try (var _ = Tape.train(Rng.of(2))) {
        assertThat(layer.forward(X).toArray()).isNotEqualTo(X.toArray());
      }
    }
  }
}
