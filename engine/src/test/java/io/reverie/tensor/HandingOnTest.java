package io.reverie.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import io.reverie.nn.Activation;
import io.reverie.nn.Checkpointed;
import io.reverie.nn.Conv2d;
import io.reverie.nn.Flatten;
import io.reverie.nn.GroupNorm;
import io.reverie.nn.Layer;
import io.reverie.nn.Linear;
import io.reverie.nn.Lstm;
import io.reverie.nn.Residual;
import io.reverie.nn.Sequential;
import io.reverie.nn.TransformerEncoder;
import io.reverie.nn.TransformerForm;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A training tape, which uses the memory of gradients again, gives the bits of a probing one, which
 * keeps them all: whatever the order in which tensors are used.
 */
class HandingOnTest {
  private enum Use {
    TWICE(x -> {
      Tensor y = x.tanh();
      return y.mul(y).add(y);
    }),
    OF_ITSELF(x -> {
      Tensor y = x.exp();
      return y.sub(y.mul(2)).add(y.add(y));
    }),
    SHORTCUTS(x -> {
      Tensor y = x;
      for (int i = 0; i < 5; i++) {
        y = y.add(y.sigmoid().mul(y.sin()));
      }
      return y;
    }),
    LATE(x -> {
      Tensor first = x.square();
      Tensor y = first;
      for (int i = 0; i < 6; i++) {
        y = y.cos();
      }
      return y.mul(first);
    }),
    FOR_NOTHING(x -> {
      Tensor y = x.tanh();
      Tensor unused = y.exp().sum();
      assertThat(unused.tracked()).isTrue();
      return y.sin();
    }),
    OF_VIEWS(x -> {
      Tensor y = x.tanh();
      Tensor flat = y.reshape(-1);
      Tensor half = flat.slice(0, 0, flat.size() / 2).exp();
      Tensor rest = flat.slice(0, flat.size() / 2, flat.size()).sin();
      return half.mul(rest).add(half);
    }),
    OF_MANY_SIZES(x -> {
      Tensor y = x.tanh();
      Tensor wide = y.concat(1, y.neg(), y.square());
      Tensor means = wide.mean(1).exp();
      return wide.matmul(wide.transpose()).tanh().sum(0).mul(means).add(y.amax(1));
    });

    private final UnaryOperator<Tensor> function;

    Use(UnaryOperator<Tensor> function) {
      this.function = function;
    }
  }

  @ParameterizedTest
  @EnumSource(Use.class)
  void aTensorMayBeUsed(Use use) {
    Tensor x = Tensor.randn(Rng.of(1), 40, 70);
    float[] kept = slope(Tape::probe, use.function, x);
    for (int step = 0; step < 3; step++) {
      assertThat(slope(Tape::train, use.function, x)).isEqualTo(kept);
    }
  }

  private static float[] slope(Supplier<Tape> open, UnaryOperator<Tensor> function, Tensor x) {
    try (var tape = open.get()) {
      Tensor leaf = tape.watch(x);
      Tensor y = function.apply(leaf);
      tape.backward(y, Tensor.randn(Rng.of(2), y.shape().dims()));
      return leaf.gradient().toArray();
    }
  }

  private enum Kind {
    CONVOLUTIONAL(4, 3, 12, 12) {
      @Override
      Layer model(Rng rng) {
        Layer inner =
            Sequential.of(GroupNorm.of(4, 8), Activation.SILU, Conv2d.padded(8, 8, 3, 1, rng));
        return Sequential.of(
            Conv2d.padded(3, 8, 3, 1, rng),
            new Residual(inner),
            new Checkpointed(new Residual(inner)),
            Flatten.perSample(),
            Linear.of(8 * 144, 10, rng));
      }
    },
    RECURRENT(5, 9, 16) {
      @Override
      Layer model(Rng rng) {
        return Sequential.of(
            Lstm.of(16, 16, rng), new Checkpointed(Lstm.of(16, 16, rng)), Linear.of(16, 10, rng));
      }
    },
    TRANSFORMER(3, 20, 32) {
      @Override
      Layer model(Rng rng) {
        var form = TransformerForm.of(32, 2).preNorm().withHidden(64);
        return Sequential.of(
            TransformerEncoder.of(form, 2, rng),
            new Checkpointed(TransformerEncoder.of(form, 1, rng)),
            Linear.of(32, 10, rng));
      }
    };

    private final int[] dims;

    Kind(int... dims) {
      this.dims = dims;
    }

    /** Without what works otherwise in training than in use. */
    abstract Layer model(Rng rng);
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void parametersGetTheGradientsOfATapeThatKeepsAll(Kind kind) {
    Layer model = kind.model(Rng.of(3));
    Tensor x = Tensor.randn(Rng.of(4), kind.dims);
    float[] kept = gradients(Tape::probe, model, x);
    for (int step = 0; step < 3; step++) {
      assertThat(gradients(Tape::train, model, x)).isEqualTo(kept);
    }
  }

  private static float[] gradients(Supplier<Tape> open, Layer model, Tensor x) {
    var parameters = model.parameters();
    parameters.clearGradients();
    try (var tape = open.get()) {
      tape.backward(model.forward(x).square().mean());
    }
    return parameters.gradients().clone();
  }
}
