package io.reverie;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import io.reverie.nn.Activation;
import io.reverie.nn.BatchNorm2d;
import io.reverie.nn.Conv2d;
import io.reverie.nn.Embedding;
import io.reverie.nn.Flatten;
import io.reverie.nn.GlobalAvgPool;
import io.reverie.nn.Gru;
import io.reverie.nn.Layer;
import io.reverie.nn.Linear;
import io.reverie.nn.Lstm;
import io.reverie.nn.MaxPool2d;
import io.reverie.nn.Residual;
import io.reverie.nn.Sequential;
import io.reverie.nn.TransformerEncoder;
import io.reverie.nn.TransformerForm;
import io.reverie.optim.Adam;
import io.reverie.optim.AdamW;
import io.reverie.optim.Optimizer;
import io.reverie.optim.Sgd;
import io.reverie.tensor.Compute;
import io.reverie.tensor.Indices;
import io.reverie.tensor.Rng;
import io.reverie.tensor.Tape;
import io.reverie.tensor.Tensor;
import java.lang.management.ManagementFactory;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A warm training step leaves next to no garbage, on one thread and on two: what it needs lies in
 * the tape's memory, which the next step uses again.
 */
class StepMemoryTest {
  private static final int ALLOWED = 10_000;
  private static final int STEPS = 20;
  private static final long PATIENCE_NANOS = 60_000_000_000L;
  private static final int CLASSES = 10;
  private static final int TOKENS = 32;

  /**
   * Those that the benchmarks train, as deep as there but narrow; loops are shared between threads
   * all the same.
   */
  private enum Kind {
    PERCEPTRON {
      @Override
      Runnable step(Rng rng) {
        Layer model =
            Sequential.of(Linear.of(196, 256, rng), Activation.RELU, Linear.of(256, CLASSES, rng));
        return onImages(model, Adam.of(model, 1e-3f), rng, 128, 196);
      }
    },
    CONVOLUTIONAL {
      @Override
      Runnable step(Rng rng) {
        Layer model =
            Sequential.of(
                Conv2d.padded(1, 16, 3, 1, rng),
                Activation.RELU,
                MaxPool2d.of(2),
                Conv2d.padded(16, 32, 3, 1, rng),
                Activation.RELU,
                MaxPool2d.of(2),
                Flatten.perSample(),
                Linear.of(32 * 9, CLASSES, rng));
        return onImages(model, Adam.of(model, 1e-3f), rng, 16, 1, 12, 12);
      }
    },
    RESIDUAL {
      @Override
      Runnable step(Rng rng) {
        var half = new io.reverie.op.Conv2d(2, 1, 1, 1);
        Layer model =
            Sequential.of(
                Conv2d.padded(3, 16, 3, 1, rng).withoutBias(),
                BatchNorm2d.of(16),
                Activation.RELU,
                block(16, rng),
                block(16, rng),
                Conv2d.of(16, 32, 3, half, rng).withoutBias(),
                BatchNorm2d.of(32),
                Activation.RELU,
                block(32, rng),
                new GlobalAvgPool(),
                Linear.of(32, CLASSES, rng));
        return onImages(model, Sgd.of(model, 0.01f).momentum(0.9f), rng, 16, 3, 16, 16);
      }
    },
    LSTM {
      @Override
      Runnable step(Rng rng) {
        return onText(Lstm.of(32, 64, rng), 64, rng);
      }
    },
    GRU {
      @Override
      Runnable step(Rng rng) {
        return onText(Gru.of(32, 64, rng), 64, rng);
      }
    },
    TRANSFORMER {
      @Override
      Runnable step(Rng rng) {
        var form = TransformerForm.of(32, 4).preNorm().withActivation(Activation.GELU);
        return onText(TransformerEncoder.of(form, 6, rng), 32, rng);
      }
    };

    /** A training of this architecture; each run is a step. */
    abstract Runnable step(Rng rng);
  }

  static Stream<Arguments> kindsAndThreads() {
    return Stream.of(Kind.values())
        .flatMap(kind -> Stream.of(Arguments.of(kind, 1), Arguments.of(kind, 2)));
  }

  @ParameterizedTest
  @MethodSource("kindsAndThreads")
  void aWarmStepAllocatesAlmostNothing(Kind kind, int threads) {
    assumeTrue(ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent(), "plain loops");
    Runnable step = kind.step(Rng.of(1));
    try (var compute = Compute.threads(threads)) {
      assertThat(compute.call(() -> bytesOfAWarmStep(step))).isLessThan(ALLOWED);
    }
  }

  /**
   * The bytes that all threads allocate in a step once it is warm. SIMD code allocates its vectors
   * until it has been compiled, and when that happens is the JVM's affair: the first steps that
   * allocate little are waited for.
   */
  private static long bytesOfAWarmStep(Runnable step) {
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    long bytes;
    do {
      long before = threads.getTotalThreadAllocatedBytes();
      for (int i = 0; i < STEPS; i++) {
        step.run();
      }
      bytes = (threads.getTotalThreadAllocatedBytes() - before) / STEPS;
    } while (bytes >= ALLOWED && System.nanoTime() < deadline);
    return bytes;
  }

  private static Layer block(int channels, Rng rng) {
    return Sequential.of(
        new Residual(
            Sequential.of(
                Conv2d.padded(channels, channels, 3, 1, rng).withoutBias(),
                BatchNorm2d.of(channels),
                Activation.RELU,
                Conv2d.padded(channels, channels, 3, 1, rng).withoutBias(),
                BatchNorm2d.of(channels))),
        Activation.RELU);
  }

  private static Runnable onImages(Layer model, Optimizer optimizer, Rng rng, int... dims) {
    Tensor images = Tensor.randn(rng, dims);
    Indices labels = numbers(rng, CLASSES, dims[0]);
    return training(() -> model.forward(images).crossEntropy(labels), optimizer);
  }

  private static Runnable onText(Layer body, int width, Rng rng) {
    record Reader(Embedding table, Layer body, Linear head) implements Layer {
      Tensor forward(Indices text) {
        return head.forward(body.forward(table.forward(text)));
      }

      @Override
      public Tensor forward(Tensor x) {
        return head.forward(body.forward(x));
      }
    }

    var model = new Reader(Embedding.of(TOKENS, 32, rng), body, Linear.of(width, TOKENS, rng));
    Indices text = numbers(rng, TOKENS, 16, 24);
    Indices next = numbers(rng, TOKENS, 16 * 24);
    return training(
        () -> model.forward(text).reshape(-1, TOKENS).crossEntropy(next), AdamW.of(model, 1e-3f));
  }

  private static Runnable training(Supplier<Tensor> forward, Optimizer optimizer) {
    return () -> {
      try (var tape = Tape.train()) {
        tape.backward(forward.get());
        optimizer.step();
      }
    };
  }

  private static Indices numbers(Rng rng, int bound, int... dims) {
    int[] numbers = new int[java.util.Arrays.stream(dims).reduce(1, (a, b) -> a * b)];
    java.util.Arrays.setAll(numbers, i -> rng.nextInt(bound));
    return Indices.of(numbers, dims);
  }
}
