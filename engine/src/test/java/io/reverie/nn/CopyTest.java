package io.reverie.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reverie.optim.Sgd;
import io.reverie.tensor.Parameter;
import io.reverie.tensor.Rng;
import io.reverie.tensor.Tape;
import io.reverie.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A copy answers as its original, and neither learns from the other. */
class CopyTest {
  private static final int WIDTH = 6;

  private record Tied(Linear in, Parameter again, List<Layer> rest) implements Layer {
    @Override
    public Tensor forward(Tensor x) {
      Tensor y = in.forward(x).linear(again);
      for (Layer layer : rest) {
        y = layer.forward(y);
      }
      return y;
    }
  }

  private record Closed(float[] factor, Parameter weight) implements Layer {
    @Override
    public Tensor forward(Tensor x) {
      return x.mul(weight);
    }
  }

  private static final class Handmade implements Layer {
    private final Parameter weight = Parameter.of(Tensor.ones(WIDTH));

    @Override
    public Tensor forward(Tensor x) {
      return x.mul(weight);
    }
  }

  private static Tied tied(Rng rng) {
    Linear in = Linear.of(WIDTH, WIDTH, rng);
    return new Tied(in, in.weight(), List.of(BatchNorm1d.of(WIDTH), Activation.TANH));
  }

  static List<Layer> layers() {
    Rng rng = Rng.of(4);
    return List.of(
        Sequential.of(Linear.of(WIDTH, 3, rng), Activation.RELU, Linear.of(3, WIDTH, rng)),
        tied(rng),
        Sequential.of(
            Reshape.of(2, 3),
            TransformerEncoder.of(TransformerForm.of(3, 1), 1, rng),
            new Flatten(1)),
        Sequential.of(Reshape.of(2, 3), Lstm.of(3, 4, rng), Tensor::relu, new Flatten(1)));
  }

  private static void learn(Layer layer, Tensor x) {
    var optimizer = Sgd.of(layer, 0.1f);
    try (var tape = Tape.train(Rng.of(1))) {
      tape.backward(layer.forward(x).square().sum());
      optimizer.step();
    }
  }

  @ParameterizedTest
  @MethodSource("layers")
  void theCopyAnswersAlikeAndStaysWhenTheOriginalLearns(Layer layer) {
    Tensor x = Tensor.randn(Rng.of(9), 5, WIDTH);
    Layer copy = layer.copy();
    Tensor before = layer.forward(x);
    assertThat(copy.forward(x).toArray()).isEqualTo(before.toArray());
    assertThat(copy.state().keySet()).isEqualTo(layer.state().keySet());

    learn(layer, x);
    assertThat(layer.forward(x).toArray()).isNotEqualTo(before.toArray());
    assertThat(copy.forward(x).toArray()).isEqualTo(before.toArray());
    learn(copy, x);
    assertThat(copy.forward(x).toArray()).isEqualTo(layer.forward(x).toArray());
  }

  @Test
  void whatIsTiedStaysTied() {
    Tied copy = (Tied) tied(Rng.of(3)).copy();
    assertThat(copy.again()).isSameAs(copy.in().weight());
    assertThat(copy.parameters().named())
        .containsOnlyKeys("in.weight", "in.bias", "rest.0.weight", "rest.0.bias");
  }

  @Test
  void whatHasNoNumbersIsItself() {
    Layer lambda = Tensor::relu;
    assertThat(lambda.copy()).isSameAs(lambda);
    assertThat(Activation.RELU.copy()).isSameAs(Activation.RELU);
  }

  @Test
  void whatIsNotLearnedIsShared() {
    float[] factor = {1};
    Closed layer = new Closed(factor, Parameter.zeros(2));
    assertThat(((Closed) layer.copy()).factor()).isSameAs(factor);
  }

  @Test
  void aClassWithNumbersMustCopyItself() {
    assertThatThrownBy(() -> new Handmade().copy())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("Handmade keeps \"weight\"")
        .hasMessageContaining("override copy()");
  }
}
