package io.reverie.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.reverie.op.Conv2d;
import io.reverie.op.PaddingMode;
import io.reverie.tensor.Parameter;
import io.reverie.tensor.Rng;
import io.reverie.tensor.Tape;
import io.reverie.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** Borders of sequences, against PyTorch's values of {@code nn.Conv1d}. */
class Conv1dTest {
  private final Tensor x = Tensor.arange(0, 10, 1).square().mul(0.1f).reshape(1, 2, 5);
  private final Parameter weight =
      Parameter.of(Tensor.arange(0, 16, 1).mul(0.125f).sub(1).reshape(2, 2, 4));
  private final Parameter bias = Parameter.of(Tensor.of(0.5f, -1));

  private Conv1d filters(int dilation) {
    return new Conv1d(weight, bias, Conv2d.along(1, 0, dilation, 1));
  }

  @Test
  void zeros() {
    float[] y = {
      -2.275f, -5.075f, -7.875f, -8.7625f, -8.0375f, 7.725f, 12.225f, 16.625f, 12.0375f, 7.4625f
    };
    check(filters(1).bordered(1, 2, PaddingMode.ZEROS), y, 16.0625f, 34.9625f, 57.825f);
  }

  @Test
  void reflect() {
    float[] y = {
      -4.175f, -5.075f, -7.875f, -10.125f, -11.175f, 9.525f, 12.225f, 16.625f, 17.975f, 16.925f
    };
    check(filters(1).bordered(1, 2, PaddingMode.REFLECT), y, 19.8375f, 47.0625f, 90.9375f);
  }

  @Test
  void replicateBehindDilatedFilters() {
    float[] y = {
      -4.025f, -5.225f, -6.475f, -8.175f, -9.825f, 10.475f, 13.275f, 15.225f, 17.525f, 19.075f
    };
    check(filters(2).bordered(3, 3, PaddingMode.REPLICATE), y, 69.925f, 46.0625f, 33.1625f);
  }

  @Test
  void circular() {
    float[] y = {
      -7.925f, -5.075f, -7.875f, -9.075f, -9.175f, 11.775f, 12.225f, 16.625f, 14.225f, 12.525f
    };
    check(filters(1).bordered(1, 2, PaddingMode.CIRCULAR), y, 69, 66.325f, 68.55f);
  }

  private void check(Conv1d layer, float[] expected, float... firstGradients) {
    try (var tape = Tape.train()) {
      Tensor watched = tape.watch(x);
      Tensor y = layer.forward(watched);
      assertThat(y.shape()).hasToString("[1, 2, 5]");
      assertThat(y.toArray()).containsExactly(expected, within(1e-4f));
      tape.backward(y.square().sum());
      Tensor gradient = watched.gradient();
      for (int i = 0; i < firstGradients.length; i++) {
        assertThat(gradient.at(0, 0, i)).isCloseTo(firstGradients[i], within(1e-3f));
      }
    }
  }

  @Test
  void sameKeepsTheLengthOfAnyKernelAndDilation() {
    for (PaddingMode mode : PaddingMode.values()) {
      for (int kernel = 1; kernel <= 4; kernel++) {
        for (int dilation = 1; dilation <= 2; dilation++) {
          Conv1d layer = Conv1d.same(2, 3, kernel, dilation, mode, Rng.of(1)).withoutBias();
          assertThat(layer.forward(Tensor.ones(4, 2, 9)).shape()).hasToString("[4, 3, 9]");
          assertThat(layer.state()).containsOnlyKeys("weight");
        }
      }
    }
  }

  @Test
  void refusesWhatDoesNotFit() {
    Conv1d layer = filters(1).bordered(5, 0, PaddingMode.REFLECT);
    assertThatIllegalArgumentException().isThrownBy(() -> layer.forward(x));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> layer.forward(Tensor.ones(2, 5)))
        .withMessageContaining("[2, 5]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> filters(1).bordered(-1, 0, PaddingMode.ZEROS));
  }
}
