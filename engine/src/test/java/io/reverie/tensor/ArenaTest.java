package io.reverie.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.reverie.nn.Activation;
import io.reverie.nn.Conv2d;
import io.reverie.nn.Flatten;
import io.reverie.nn.Layer;
import io.reverie.nn.Linear;
import io.reverie.nn.MaxPool2d;
import io.reverie.nn.Sequential;
import io.reverie.optim.AdamW;
import io.reverie.optim.Optimizer;
import io.reverie.optim.Sgd;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The memory of a step: found again by the next one, and right wherever it was found. */
class ArenaTest {
  private static final int STEPS = 100;
  private static final long PATIENCE_NANOS = 20_000_000_000L;

  private static final int ALLOWED = 10_000;

  @ParameterizedTest
  @ValueSource(ints = {10, 128})
  void aWarmStepOfAPerceptronAllocatesAlmostNothing(int batch) {
    Rng rng = Rng.of(1);
    Layer model = perceptron(rng);
    Tensor x = Tensor.randn(rng, batch, 64);
    assertThat(bytesOfAWarmStep(model, AdamW.of(model, 1e-3f), x)).isLessThan(ALLOWED);
  }

  @Test
  void aWarmStepOfAConvolutionalNetworkAllocatesAlmostNothing() {
    Rng rng = Rng.of(2);
    Layer model =
        Sequential.of(
            Conv2d.padded(1, 8, 3, 1, rng),
            Activation.RELU,
            MaxPool2d.of(2),
            Conv2d.padded(8, 16, 3, 1, rng),
            Activation.RELU,
            Flatten.perSample(),
            Linear.of(16 * 6 * 6, 10, rng));
    Optimizer sgd = Sgd.of(model, 0.01f).momentum(0.9f);
    assertThat(bytesOfAWarmStep(model, sgd, Tensor.randn(rng, 16, 1, 12, 12))).isLessThan(ALLOWED);
  }

  @Test
  void aWarmInferenceAllocatesAlmostNothing() {
    Rng rng = Rng.of(3);
    Layer model = perceptron(rng);
    Tensor x = Tensor.randn(rng, 128, 64);
    Runnable use =
        () -> {
          try (var _ = Tape.infer()) {
            model.forward(x);
          }
        };
    assertThat(bytesOfAWarmRun(use)).isLessThan(ALLOWED);
  }

  @Test
  void soDoesAWarmStepWithCrossEntropy() {
    Rng rng = Rng.of(4);
    Layer model = perceptron(rng);
    Optimizer optimizer = AdamW.of(model, 1e-3f);
    Tensor x = Tensor.randn(rng, 128, 64);
    int[] labels = new int[128];
    Runnable step =
        () -> {
          try (var tape = Tape.train()) {
            tape.backward(model.forward(x).crossEntropy(labels));
            optimizer.step();
          }
        };
    assertThat(bytesOfAWarmRun(step)).isLessThan(ALLOWED);
  }

  private static Layer perceptron(Rng rng) {
    return Sequential.of(Linear.of(64, 128, rng), Activation.RELU, Linear.of(128, 10, rng));
  }

  private static long bytesOfAWarmStep(Layer model, Optimizer optimizer, Tensor x) {
    Tensor targets = Tensor.randn(Rng.of(5), x.dim(0), 10);
    return bytesOfAWarmRun(() -> {
      try (var tape = Tape.train()) {
        tape.backward(model.forward(x).mse(targets));
        optimizer.step();
      }
    });
  }

  /**
   * Bytes that a step allocates once it is warm. SIMD code allocates its vectors until it has been
   * compiled, and when that happens is the JVM's affair: the first hundred steps that allocate
   * little are waited for. On one thread, because other threads would not be counted.
   */
  private static long bytesOfAWarmRun(Runnable step) {
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    try (var compute = Compute.threads(1)) {
      return compute.call(() -> {
        long bytes;
        do {
          long before = threads.getCurrentThreadAllocatedBytes();
          for (int i = 0; i < STEPS; i++) {
            step.run();
          }
          bytes = (threads.getCurrentThreadAllocatedBytes() - before) / STEPS;
        } while (bytes >= ALLOWED && System.nanoTime() < deadline);
        return bytes;
      });
    }
  }

  @Test
  void tensorsThatOutgrowTheFirstBlockStayRight() {
    Rng rng = Rng.of(4);
    Tensor x = Tensor.randn(rng, 50, 700);
    Tensor w = Tensor.randn(rng, 700, 30);
    List<float[]> expected = forward(x, w).stream().map(Tensor::toArray).toList();
    float[] slope = null;
    for (int step = 0; step < 4; step++) {
      // First in many blocks, later in one: the same bits, values and gradients.
      try (var tape = Tape.probe()) {
        Tensor leaf = tape.watch(x);
        List<Tensor> actual = forward(leaf, w);
        tape.backward(actual.getLast());
        for (int i = 0; i < expected.size(); i++) {
          assertThat(actual.get(i).toArray()).as("tensor %d", i).isEqualTo(expected.get(i));
        }
        slope = slope == null ? leaf.gradient().toArray() : slope;
        assertThat(leaf.gradient().toArray()).isEqualTo(slope);
      }
    }
  }

  private static List<Tensor> forward(Tensor x, Tensor w) {
    List<Tensor> all = new ArrayList<>();
    Tensor y = x;
    for (int i = 0; i < 12; i++) {
      y = y.mul(1.1f).tanh();
      all.add(y);
    }
    all.add(y.transpose());
    all.add(y.matmul(w));
    all.add(all.getLast().softmax());
    all.add(all.getLast().square().sum());
    return all;
  }

  /** Each tensor of the chain is there to be read, but of the gradients two at a time are alive. */
  @Test
  void aDeepChainNeedsNoMoreThanItsValuesAndTwoGradients() {
    int depth = 60;
    int n = 100_000;
    long values = (long) depth * n;
    assertThat(floatsOfAChain(Tape::train, depth, n))
        .isBetween(values + 2 * n, values + 2 * n + Blocks.LARGEST);
    assertThat(floatsOfAChain(Tape::probe, depth, n)).isGreaterThan(2 * values);
  }

  /** The size of a fresh arena after a step: those that wait for a use are all taken before. */
  private static long floatsOfAChain(Supplier<Tape> open, int depth, int n) {
    List<Tape> others = Stream.generate(Tape::infer).limit(8).toList();
    try (var tape = open.get()) {
      Tensor y = tape.watch(Tensor.randn(Rng.of(6), n));
      for (int i = 0; i < depth; i++) {
        y = y.tanh();
      }
      tape.backward(y, Tensor.ones(n));
      return tape.arena.floats.size();
    } finally {
      others.getFirst().close();
    }
  }

  @Test
  void indicesThatOutgrowTheFirstBlockStayRight() {
    Rng rng = Rng.of(5);
    Tensor x = Tensor.randn(rng, 2, 3, 24, 24);
    for (int step = 0; step < 3; step++) {
      try (var tape = Tape.probe()) {
        Tensor leaf = tape.watch(x);
        var pool = new io.reverie.op.MaxPool2d(2, 2, 0);
        Tensor first = leaf.maxPool2d(pool);
        Tensor second = first.maxPool2d(pool);
        Tensor third = second.maxPool2d(pool);
        tape.backward(first.sum().add(second.sum()).add(third.sum()));
        float[] gradient = leaf.gradient().toArray();
        float total = 0;
        for (int i = 0; i < gradient.length; i++) {
          total += gradient[i];
          assertThat(gradient[i]).isBetween(0f, 3f);
        }
        assertThat(total).isEqualTo(2 * 3 * (144 + 36 + 9));
      }
    }
  }

  @Test
  void everyTensorStartsOnACacheLine() {
    try (var _ = Tape.infer()) {
      for (int n : new int[] {1, 3, 16, 17, 0, 100}) {
        assertThat(Tensor.zeros(n).neg().offset() % 16).isZero();
      }
    }
  }

  @Test
  void manyTapesAtOnceHaveMemoryOfTheirOwn() {
    List<Tape> tapes = new ArrayList<>();
    List<Tensor> results = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      tapes.add(Tape.infer());
      results.add(Tensor.full(i, 1000).neg());
    }
    for (int i = 0; i < 20; i++) {
      assertThat(results.get(i).toArray()).containsOnly(-i);
    }
    tapes.getFirst().close();
  }
}
