package io.reverie.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.reverie.tensor.Parameter;
import io.reverie.tensor.Rng;
import io.reverie.tensor.Tape;
import io.reverie.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** Against PyTorch's values of {@code F.bilinear}. */
class BilinearTest {
  private final Tensor x = Tensor.arange(0, 6, 1).mul(0.25f).reshape(2, 3);
  private final Tensor y = Tensor.arange(0, 8, 1).mul(1 / 3f).sub(1).reshape(2, 4);
  private final Bilinear layer =
      new Bilinear(
          Parameter.of(Tensor.arange(0, 24, 1).mul(0.1f).sub(1).reshape(2, 3, 4)),
          Parameter.of(Tensor.of(0.5f, -0.25f)));

  @Test
  void isPyTorchs() {
    try (var tape = Tape.train()) {
      Tensor a = tape.watch(x);
      Tensor b = tape.watch(y);
      Tensor out = layer.forward(a, b);
      close(out, 0.9f, -1.65f, -2.8333333f, 8.416667f);
      tape.backward(out.square().sum());
      close(a.gradient(), 5.12f, 6.32f, 7.52f, 37.555553f, 52.444443f, 67.33333f);
      close(
          b.gradient(),
          -2.595f,
          -2.7075f,
          -2.82f,
          -2.9325f,
          42.73333f,
          46.083328f,
          49.43333f,
          52.783328f);
      close(
          layer.weight().gradient().window(0, x.shape().with(0, 1)),
          -1.4166669f,
          -2.8333333f,
          -4.25f);
    }
  }

  private static void close(Tensor actual, float... expected) {
    assertThat(actual.toArray()).containsExactly(expected, within(1e-4f));
  }

  @Test
  void leadingAxesAreRows() {
    Bilinear any = Bilinear.of(3, 4, 2, Rng.of(1)).withoutBias();
    Tensor a = Tensor.randn(Rng.of(2), 2, 5, 3);
    Tensor b = Tensor.randn(Rng.of(3), 2, 5, 4);
    assertThat(any.forward(a, b).toArray())
        .containsExactly(any.forward(a.reshape(10, 3), b.reshape(10, 4)).toArray());
    assertThat(any.forward(a, b).shape()).hasToString("[2, 5, 2]");
  }

  @Test
  void refusesWhatDoesNotFit() {
    assertThatThrownBy(() -> layer.forward(x, y.reshape(1, 8)))
        .hasMessageContaining("bilinear of [2, 3] and [1, 8] with weight [2, 3, 4]")
        .hasMessageContaining("[…, 3] and […, 4]");
    assertThatThrownBy(() -> layer.forward(x))
        .hasMessageContaining("bilinear of [2, 3] and [2, 3]");
  }
}
