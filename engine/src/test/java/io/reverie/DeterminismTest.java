package io.reverie;

import static org.assertj.core.api.Assertions.assertThat;

import io.reverie.nn.Activation;
import io.reverie.nn.Conv2d;
import io.reverie.nn.Dropout;
import io.reverie.nn.Flatten;
import io.reverie.nn.GlobalAvgPool;
import io.reverie.nn.GroupNorm;
import io.reverie.nn.Layer;
import io.reverie.nn.Linear;
import io.reverie.nn.MaxPool2d;
import io.reverie.nn.Residual;
import io.reverie.nn.Sequential;
import io.reverie.nn.TransformerEncoder;
import io.reverie.nn.TransformerForm;
import io.reverie.optim.AdamW;
import io.reverie.optim.Optimizer;
import io.reverie.tensor.Compute;
import io.reverie.tensor.Rng;
import io.reverie.tensor.Tape;
import io.reverie.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The same seed gives the same bits, on however many threads and whoever else is at work. */
class DeterminismTest {
  private static final int STEPS = 50;

  /** Architectures, large enough that their loops are shared out between threads. */
  private enum Kind {
    PERCEPTRON {
      @Override
      Layer model(Rng rng) {
        return Sequential.of(
            Linear.of(100, 512, rng), Activation.RELU, new Dropout(0.2f), Linear.of(512, 10, rng));
      }

      @Override
      Tensor inputs(Rng rng) {
        return Tensor.randn(rng, 200, 100);
      }
    },
    CONVOLUTIONAL {
      @Override
      Layer model(Rng rng) {
        return Sequential.of(
            Conv2d.padded(1, 8, 3, 1, rng),
            Activation.RELU,
            MaxPool2d.of(2),
            Conv2d.of(8, 12, 3, rng),
            Activation.TANH,
            Flatten.perSample(),
            new Dropout(0.2f),
            Linear.of(12 * 5 * 5, 10, rng));
      }

      @Override
      Tensor inputs(Rng rng) {
        return Tensor.randn(rng, 37, 1, 14, 14);
      }
    },
    RESIDUAL {
      @Override
      Layer model(Rng rng) {
        return Sequential.of(
            Conv2d.padded(1, 16, 3, 1, rng),
            new Residual(
                Sequential.of(
                    GroupNorm.of(4, 16), Activation.SILU, Conv2d.padded(16, 16, 3, 1, rng))),
            new GlobalAvgPool(),
            Linear.of(16, 10, rng));
      }

      @Override
      Tensor inputs(Rng rng) {
        return Tensor.randn(rng, 32, 1, 12, 12);
      }
    },
    TRANSFORMER {
      @Override
      Layer model(Rng rng) {
        var form = TransformerForm.of(64, 2).preNorm().withHidden(64);
        return Sequential.of(
            TransformerEncoder.of(form, 1, rng), Flatten.perSample(), Linear.of(64 * 64, 10, rng));
      }

      @Override
      Tensor inputs(Rng rng) {
        return Tensor.randn(rng, 16, 64, 64);
      }
    };

    abstract Layer model(Rng rng);

    abstract Tensor inputs(Rng rng);

    /** The weights after the training with this seed. */
    float[] train(long seed) {
      Rng rng = Rng.of(seed);
      Layer model = model(rng.split("weights"));
      Optimizer optimizer = AdamW.of(model, 1e-3f);
      Rng data = rng.split("data");
      Rng noise = rng.split("noise");
      for (int step = 0; step < STEPS; step++) {
        Tensor x = inputs(data);
        int[] labels = new int[x.dim(0)];
        for (int i = 0; i < labels.length; i++) {
          labels[i] = data.nextInt(10);
        }
        try (var tape = Tape.train(noise)) {
          tape.backward(model.forward(x).crossEntropy(labels));
          optimizer.step();
        }
      }
      float[] weights = optimizer.parameters().snapshot();
      for (float weight : weights) {
        assertThat(weight).isFinite();
      }
      return weights;
    }
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void anyNumberOfThreadsGivesTheSameBits(Kind kind) {
    float[] expected = kind.train(1);
    for (int threads = 1; threads <= 3; threads++) {
      try (var compute = Compute.threads(threads)) {
        assertThat(compute.call(() -> kind.train(1)))
            .as("on %d threads", threads)
            .isEqualTo(expected);
      }
    }
    assertThat(kind.train(2)).as("another seed").isNotEqualTo(expected);
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void anExecutorOfOnesOwnGivesTheSameBitsAndIsReallyUsed(Kind kind) throws Exception {
    float[] expected = kind.train(1);
    AtomicInteger tasks = new AtomicInteger();
    try (ExecutorService pool = Executors.newFixedThreadPool(2);
        var compute =
            Compute.on(
                task -> {
                  tasks.incrementAndGet();
                  pool.execute(task);
                },
                3)) {
      assertThat(compute.call(() -> kind.train(1))).isEqualTo(expected);
    }
    assertThat(tasks).hasPositiveValue();
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void trainingsAtTheSameTimeGiveWhatTheyGiveAlone(Kind kind) throws Exception {
    float[] first = kind.train(1);
    float[] second = kind.train(2);
    List<float[]> together = inParallel(List.of(() -> kind.train(1), () -> kind.train(2)));
    assertThat(together.get(0)).isEqualTo(first);
    assertThat(together.get(1)).isEqualTo(second);
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void manyThreadsMayUseOneModelAtATime(Kind kind) throws Exception {
    Layer model = kind.model(Rng.of(1));
    List<float[]> expected = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      expected.add(model.forward(kind.inputs(Rng.of(i))).toArray());
    }
    List<Callable<float[]>> uses = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      Tensor x = kind.inputs(Rng.of(i));
      uses.add(() -> {
        float[] y = null;
        for (int time = 0; time < 10; time++) {
          try (var _ = Tape.infer()) {
            float[] again = model.forward(x).toArray();
            assertThat(again).isEqualTo(y == null ? again : y);
            y = again;
          }
        }
        return y;
      });
    }
    List<float[]> answers = inParallel(uses);
    for (int i = 0; i < 8; i++) {
      assertThat(answers.get(i)).as("thread %d", i).isEqualTo(expected.get(i));
    }
  }

  private static List<float[]> inParallel(List<Callable<float[]>> bodies) throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(bodies.size())) {
      List<float[]> results = new ArrayList<>();
      for (Future<float[]> result : threads.invokeAll(bodies)) {
        results.add(result.get());
      }
      return results;
    }
  }
}
