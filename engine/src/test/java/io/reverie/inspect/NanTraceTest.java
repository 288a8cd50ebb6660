package io.reverie.inspect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reverie.nn.Activation;
import io.reverie.nn.Checkpointed;
import io.reverie.nn.Layer;
import io.reverie.nn.Linear;
import io.reverie.nn.Sequential;
import io.reverie.tensor.Parameter;
import io.reverie.tensor.Rng;
import io.reverie.tensor.Tape;
import io.reverie.tensor.Tensor;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** The first operation that makes a NaN or an infinity is the one that is named. */
class NanTraceTest {
  private static final float INF = Float.POSITIVE_INFINITY;

  private static void forward(NanTrace trace, UnaryOperator<Tensor> use, float... x) {
    try (var tape = Tape.infer()) {
      trace.on(tape);
      use.apply(Tensor.of(x));
    }
  }

  private static void backward(NanTrace trace, UnaryOperator<Tensor> use, float... x) {
    try (var tape = Tape.train()) {
      trace.on(tape);
      tape.backward(use.apply(tape.watch(Tensor.of(x))).sum());
    }
  }

  @Test
  void namesTheOperationThePlaceTheInputsAndTheCure() {
    assertThatThrownBy(() -> forward(NanTrace.of(), x -> x.relu().log().exp(), 1, 3, -1, 2))
        .isInstanceOf(ArithmeticException.class)
        .hasMessage(
            """
            Log, Log([4]) -> [4], wrote -Infinity at [2]
              input 0 is [4] from 0.0 to 3.0, from Relu, 0.0 at that place
              a logarithm is −∞ at 0 and NaN below: clamp what goes in, or take logSoftmax \
            instead of the logarithm of probabilities\
            """);
  }

  @Test
  void knowsWhatHelps() {
    assertThatThrownBy(() -> forward(NanTrace.of(), Tensor::exp, 1, 100))
        .hasMessageContaining("Exp")
        .hasMessageContaining("Infinity at [1]")
        .hasMessageContaining("88.7");
    assertThatThrownBy(() -> forward(NanTrace.of(), x -> x.div(Tensor.of(1, 0)), 1, 0))
        .hasMessageContaining("wrote NaN at [1]")
        .hasMessageContaining("input 1 is [2] from 0.0 to 1.0, 0.0 at that place")
        .hasMessageContaining("divisor");
    assertThatThrownBy(() -> forward(NanTrace.of(), Tensor::sqrt, 1, -1))
        .hasMessageContaining("a root is NaN below 0");
    assertThatThrownBy(() -> forward(NanTrace.of(), x -> x.mul(x), 1, 1e30f))
        .hasMessageContaining("clip gradients");
  }

  @Test
  void findsThePlaceInManyAxes() {
    assertThatThrownBy(
            () -> forward(NanTrace.of(), x -> x.reshape(2, 1, 3).log(), 1, 2, 3, 4, -5, 6))
        .hasMessageContaining("wrote NaN at [1, 0, 1]");
  }

  @Test
  void namesTheLayerOnBothWays() {
    Parameter weight = Parameter.of(new float[] {3e38f, 3e38f}, 1, 2);
    Layer model = Sequential.of(Linear.of(2, 2, Rng.of(1)), new Linear(weight, null));
    assertThatThrownBy(
            () -> {
              try (var tape = Tape.train()) {
                NanTrace.of(model).on(tape);
                Tensor y = Sequential.of(new Linear(weight, null)).forward(Tensor.ones(1, 2));
                assertThat(y).isNull();
              }
            })
        .hasMessageStartingWith("1: Linear, Linear([1, 2], [1, 2]) -> [1, 1], wrote Infinity")
        .hasMessageContaining("input 1 is [1, 2] from 3.0E38 to 3.0E38, a parameter");
    weight.array()[weight.offset()] = 1e-3f;
    weight.array()[weight.offset() + 1] = 1e-3f;
    assertThatThrownBy(
            () -> {
              try (var tape = Tape.train()) {
                NanTrace.of(model).on(tape);
                Tensor y = model.forward(Tensor.of(new float[] {1, 1}, 1, 2));
                tape.backward(y.square().mul(0).sqrt().sum());
              }
            })
        .hasMessageStartingWith("1 → Sqrt,")
        .hasMessageContaining("on the way back, gave input 0 the gradient Infinity at [0, 0]")
        .hasMessageContaining("the arriving gradient is [1, 1] from 1.0 to 1.0")
        .hasMessageContaining("infinitely steep at 0");
  }

  @Test
  void aNanThatCameInIsSaidToHaveComeIn() {
    assertThatThrownBy(() -> forward(NanTrace.of(), x -> x.mul(2), 1, Float.NaN))
        .hasMessageContaining("wrote NaN at [1]")
        .hasMessageContaining("NaN came in by input 0");
  }

  @Test
  void whatStaysWithinIsNoMatter() {
    assertThatCode(
            () -> forward(NanTrace.of(), x -> x.isNan().where(x.mul(0).isNan(), x.isNan()), 1))
        .doesNotThrowAnyException();
    assertThatCode(() -> forward(NanTrace.of(), Tensor::isNan, 1, Float.NaN))
        .doesNotThrowAnyException();
    // A mask of −∞ is meant; what it makes of a row of itself alone is not.
    UnaryOperator<Tensor> masked = x -> x.add(Tensor.of(0, -INF)).softmax(0);
    assertThatCode(() -> backward(NanTrace.of(), masked, 1, 2)).doesNotThrowAnyException();
    assertThatThrownBy(() -> forward(NanTrace.of(), x -> x.sub(x), INF))
        .hasMessageContaining("wrote NaN");
  }

  @Test
  void infinitiesMayBeAllowed() {
    NanTrace trace = NanTrace.of().allowingInfinities();
    assertThatCode(() -> forward(trace, Tensor::log, 0)).doesNotThrowAnyException();
    assertThatThrownBy(() -> forward(trace, x -> x.log().mul(0), 0))
        .hasMessageContaining("Affine")
        .hasMessageContaining("wrote NaN at [0]")
        .hasMessageContaining("input 0 is [1], 1 not finite, from Log");
  }

  @Test
  void numbersThatAreFineStayAndNoGradientIsMade() {
    assertThatCode(() -> backward(NanTrace.of(), x -> x.exp().log().sqrt(), 1, 2))
        .doesNotThrowAnyException();
    // Floor hands nothing on; what made its input must not be asked for a slope of 0 · ∞.
    assertThatCode(() -> backward(NanTrace.of(), x -> x.sqrt().floor().add(x), 0, 2))
        .doesNotThrowAnyException();
  }

  @Test
  void blocksAreLookedInto() {
    Layer model = new Checkpointed(x -> x.sub(1).log());
    assertThatThrownBy(() -> backward(NanTrace.of(), model::forward, 2, 1))
        .hasMessageContaining("Log([2])");
    Layer steep = new Checkpointed(x -> x.sub(1).sqrt());
    assertThatThrownBy(() -> backward(NanTrace.of(), steep::forward, 2, 1))
        .hasMessageContaining("Sqrt")
        .hasMessageContaining("way back");
  }

  @Test
  void aGradientThatWasSpoiledBeforeIsNotBlamedOnTheOperation() {
    Layer model = Sequential.of(Linear.of(1, 1, Rng.of(1)), Activation.TANH);
    model.parameters().gradients()[1] = Float.NaN;
    assertThatThrownBy(
            () -> {
              try (var tape = Tape.train()) {
                NanTrace.of(model).on(tape);
                tape.backward(model.forward(Tensor.ones(1, 1)).sum());
              }
            })
        .hasMessageContaining("0: Linear")
        .hasMessageContaining("left in the gradient of input 2 by an earlier step, NaN at [0]")
        .hasMessageContaining("clear gradients");
  }

  @Test
  void aHookThatSpoilsAGradientShowsInTheArrivingOne() {
    assertThatThrownBy(
            () -> {
              try (var tape = Tape.train()) {
                NanTrace.of().on(tape);
                Tensor y = tape.watch(Tensor.of(1, 2)).square();
                tape.onGradient(y, g -> g.array()[g.offset()] = Float.NaN);
                tape.backward(y.sum());
              }
            })
        .hasMessageContaining("Square")
        .hasMessageContaining("the arriving gradient is [2] from 1.0 to 1.0, 1 not finite");
  }
}
