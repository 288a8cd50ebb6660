package io.reverie.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.reverie.tensor.Rng;
import io.reverie.tensor.Tape;
import io.reverie.tensor.Tensor;
import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** What happens at kinks, ties and odd numbers, as PyTorch has it; masks; surrogate slopes. */
class ConventionsTest {
  private static final float NAN = Float.NaN;
  private static final float INF = Float.POSITIVE_INFINITY;

  @Test
  void atKinksTheGradientIsPyTorchs() {
    assertThat(slopes(Tensor::relu, 0, -0f)).containsExactly(0, 0);
    assertThat(slopes(Tensor::abs, 0, -0f, -INF)).containsExactly(0, 0, -1);
    assertThat(slopes(x -> x.clamp(-1, 1), -1, 1, 2, -INF)).containsExactly(1, 1, 0, 0);
    assertThat(slopes(x -> x.hardTanh(-1, 1), -1, 1, 0)).containsExactly(0, 0, 1);
    assertThat(slopes(Tensor::relu6, 0, 6, 3)).containsExactly(0, 0, 1);
    assertThat(slopes(Tensor::hardSigmoid, -3, 3)).containsExactly(0, 0);
    assertThat(slopes(Tensor::hardSwish, -3, 3)).containsExactly(0, 1);
    assertThat(slopes(x -> x.elu(2), 0)).containsExactly(2);
    assertThat(slopes(x -> x.leakyRelu(0.5f), 0, -0f)).containsExactly(0.5f, 0.5f);
    assertThat(slopes(x -> x.softshrink(0.5f), 0.5f, -0.5f)).containsExactly(0, 0);
    assertThat(slopes(x -> x.hardshrink(0.5f), 0.5f, -0.5f)).containsExactly(0, 0);
    assertThat(slopes(x -> x.threshold(0.5f, 9), 0.5f)).containsExactly(0);
    assertThat(slopes(x -> x.pow(0), 0, NAN)).containsExactly(0, 0);
    assertThat(slopes(x -> x.maximum(x), 1, 2)).containsExactly(1, 1);
  }

  @Test
  void tiesShareTheGradientOfAMaximum() {
    try (var tape = Tape.probe()) {
      Tensor a = tape.watch(Tensor.of(1, 1, NAN));
      Tensor b = tape.watch(Tensor.of(1, 2, 1));
      tape.backward(a.maximum(b), Tensor.ones(3));
      assertThat(a.gradient().toArray()).containsExactly(0.5f, 0, 1);
      assertThat(b.gradient().toArray()).containsExactly(0.5f, 1, 1);
    }
  }

  @Test
  void powersOfZeroHaveFiniteGradients() {
    try (var tape = Tape.probe()) {
      Tensor a = tape.watch(Tensor.of(0, 0, 2, 0));
      Tensor b = tape.watch(Tensor.of(0, 2, 0, 1));
      tape.backward(a.pow(b), Tensor.ones(4));
      assertThat(a.gradient().toArray()).containsExactly(0, 0, 0, 1);
      assertThat(b.gradient().toArray())
          .containsExactly(new float[] {0, 0, 0.6931472f, 0}, within(1e-6f));
    }
  }

  @Test
  void oddNumbersAreIeees() {
    assertThat(Tensor.of(NAN, INF).maximum(Tensor.of(1, 1)).toArray()).containsExactly(NAN, INF);
    assertThat(Tensor.of(NAN, -INF).clamp(-1, 1).toArray()).containsExactly(NAN, -1);
    assertThat(Tensor.of(NAN, -0.5f, 2.5f, -2.5f, 1.5f).round().toArray())
        .containsExactly(NAN, -0f, 2, -2, 2);
    assertThat(Tensor.of(-1, 0, INF).log1p().toArray()).containsExactly(-INF, 0, INF);
    assertThat(Tensor.of(-INF, INF, NAN).tanh().toArray()).containsExactly(-1, 1, NAN);
    assertThat(Tensor.of(-INF, -200, 20).logSigmoid().toArray())
        .containsExactly(-INF, -200, -2.0611537e-9f);
    assertThat(Tensor.of(8, 1024, 0.25f).log2().toArray()).containsExactly(3, 10, -2);
    for (float v : slopes(Tensor::geluTanh, 1e20f, -1e20f, 1e38f)) {
      assertThat(v).isBetween(0f, 1f);
    }
  }

  @Test
  void comparisonsAreMasks() {
    Tensor a = Tensor.of(1, 2, 3, NAN);
    Tensor b = Tensor.of(2, 2, 2, NAN);
    assertThat(a.eq(b).toArray()).containsExactly(0, 1, 0, 0);
    assertThat(a.ne(b).toArray()).containsExactly(1, 0, 1, 1);
    assertThat(a.lt(b).toArray()).containsExactly(1, 0, 0, 0);
    assertThat(a.le(b).toArray()).containsExactly(1, 1, 0, 0);
    assertThat(a.gt(b).toArray()).containsExactly(0, 0, 1, 0);
    assertThat(a.ge(b).toArray()).containsExactly(0, 1, 1, 0);
    assertThat(a.eq(2).toArray()).containsExactly(0, 1, 0, 0);
    assertThat(a.ne(2).toArray()).containsExactly(1, 0, 1, 1);
    assertThat(a.lt(2).toArray()).containsExactly(1, 0, 0, 0);
    assertThat(a.le(2).toArray()).containsExactly(1, 1, 0, 0);
    assertThat(a.gt(2).toArray()).containsExactly(0, 0, 1, 0);
    assertThat(a.ge(2).toArray()).containsExactly(0, 1, 1, 0);
    assertThat(a.isNan().toArray()).containsExactly(0, 0, 0, 1);
    assertThat(Tensor.of(1, INF, -INF, NAN).isFinite().toArray()).containsExactly(1, 0, 0, 0);
    assertThat(a.reshape(4, 1).gt(Tensor.of(0, 2)).shape().dims()).containsExactly(4, 2);
  }

  @Test
  void masksCombine() {
    Tensor p = Tensor.of(0, 0, 1, 1);
    Tensor q = Tensor.of(0, 1, 0, -2);
    assertThat(p.and(q).toArray()).containsExactly(0, 0, 0, 1);
    assertThat(p.or(q).toArray()).containsExactly(0, 1, 1, 1);
    assertThat(q.not().toArray()).containsExactly(1, 0, 1, 0);
  }

  @Test
  void nothingIsDifferentiatedThroughAMask() {
    try (var tape = Tape.probe()) {
      Tensor x = tape.watch(Tensor.of(-1, 2));
      Tensor mask = x.gt(0).and(x.isFinite()).or(x.eq(3)).not();
      assertThat(mask.tracked()).isFalse();
      tape.backward(mask.where(x.mul(3), x), Tensor.ones(2));
      assertThat(x.gradient().toArray()).containsExactly(3, 1);
    }
  }

  @Test
  void whatIsNotChosenDoesNotCount() {
    try (var tape = Tape.probe()) {
      Tensor x = tape.watch(Tensor.of(0, 4));
      Tensor y = x.gt(0).where(x.log(), Tensor.scalar(7));
      assertThat(y.toArray()).containsExactly(new float[] {7, 1.3862944f}, within(1e-6f));
      Tensor filled = x.maskedFill(Tensor.of(1, 0), -INF);
      assertThat(filled.toArray()).containsExactly(-INF, 4);
      tape.backward(filled, Tensor.ones(2));
      assertThat(x.gradient().toArray()).containsExactly(0, 1);
    }
  }

  @Test
  void straightThroughHasOneValueAndTheOthersGradient() {
    try (var tape = Tape.probe()) {
      Tensor x = tape.watch(Tensor.of(0.3f, 1.7f, -0.1f));
      Tensor y = x.straightThrough(x.round());
      assertThat(y.toArray()).containsExactly(0, 2, 0);
      tape.backward(y, Tensor.of(1, 2, 3));
      assertThat(x.gradient().toArray()).containsExactly(1, 2, 3);
    }
  }

  @Test
  void surrogateSlopesAreTheirFunctionsDerivatives() {
    derivative(new Surrogate.Sigmoid(3), x -> 1 / (1 + Math.exp(-3 * x)));
    derivative(new Surrogate.FastSigmoid(4), x -> x / (1 + 4 * Math.abs(x)));
    derivative(new Surrogate.Arctan(2), x -> Math.atan(Math.PI * x) / Math.PI);
    derivative(new Surrogate.Triangle(0.5f, 1), x -> 0.5 * (x - Math.signum(x) * x * x / 2));
    derivative(new Surrogate.Identity(), x -> x);
    derivative(new Surrogate.None(), _ -> 1);
    assertThat(slopes(x -> x.step(new Surrogate.Triangle(0.5f, 2)), -3, 0, 1, 2))
        .containsExactly(0, 0.5f, 0.25f, 0);
    assertThat(Tensor.of(-0.1f, 0, 0.1f, NAN).step(new Surrogate.None()).toArray())
        .containsExactly(0, 1, 1, 0);
  }

  private static void derivative(Surrogate surrogate, DoubleUnaryOperator function) {
    float[] at = {-0.9f, -0.4f, -0.05f, 0.1f, 0.35f, 0.7f};
    float[] slopes = slopes(x -> x.step(surrogate), at);
    for (int i = 0; i < at.length; i++) {
      double h = 1e-5;
      double expected =
          (function.applyAsDouble(at[i] + h) - function.applyAsDouble(at[i] - h)) / 2 / h;
      assertThat((double) slopes[i])
          .as("%s at %s", surrogate, at[i])
          .isCloseTo(expected, within(1e-4));
    }
  }

  @Test
  void dropoutsDropOnlyWhileTraining() {
    Tensor x = Tensor.ones(400, 3, 2);
    assertThat(x.dropoutChannels(0.5f)).isSameAs(x);
    assertThat(x.dropPath(0.5f)).isSameAs(x);
    assertThat(x.alphaDropout(0.5f)).isSameAs(x);
    try (var _ = Tape.probe()) {
      assertThat(x.dropoutChannels(0.5f)).isSameAs(x);
    }
    try (var _ = Tape.train()) {
      assertThatThrownBy(() -> x.dropPath(0.5f)).hasMessageContaining("Tape.train(rng)");
    }
    try (var _ = Tape.train(Rng.of(3))) {
      float[] channels = x.dropoutChannels(0.25f).toArray();
      float[] samples = x.dropPath(0.25f).toArray();
      double kept = 0;
      for (int i = 0; i < channels.length; i++) {
        assertThat(channels[i]).isIn(0f, 1 / 0.75f).isEqualTo(channels[i / 2 * 2]);
        assertThat(samples[i]).isIn(0f, 1 / 0.75f).isEqualTo(samples[i / 6 * 6]);
        kept += channels[i] / 2400;
      }
      assertThat(kept).isCloseTo(1, within(0.1));
      assertThat(channels).isNotEqualTo(samples);
    }
  }

  @Test
  void alphaDropoutKeepsMeanAndVariance() {
    try (var _ = Tape.train(Rng.of(3))) {
      float[] y = Tensor.randn(Rng.of(4), 40_000).alphaDropout(0.3f).toArray();
      double mean = 0;
      double square = 0;
      for (float v : y) {
        mean += v / y.length;
        square += (double) v * v / y.length;
      }
      assertThat(mean).isCloseTo(0, within(0.02));
      assertThat(square - mean * mean).isCloseTo(1, within(0.03));
    }
  }

  /** The gradient at these numbers of a function of each. */
  private static float[] slopes(UnaryOperator<Tensor> function, float... at) {
    try (var tape = Tape.probe()) {
      Tensor x = tape.watch(Tensor.of(at));
      tape.backward(function.apply(x), Tensor.ones(at.length));
      return x.gradient().toArray();
    }
  }
}
