package io.reverie.bench;

import io.reverie.tensor.Tape;
import io.reverie.tensor.Tensor;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;

/**
 * Functions of each number and of each row where no cache helps: 256 MiB in and 256 MiB out.
 *
 * <p>The limit is what {@link MemoryBenchmark#copy} moves in arrays of that size, which reads and
 * writes as much; {@code add} reads twice as much as it writes, and moves more.
 */
public class LargeBenchmark extends EngineBenchmark {
  private static final int ROWS = 1 << 16;
  private static final int WIDTH = 1 << 10;

  @Param({"exp", "tanh", "gelu", "relu", "softmax", "layerNorm", "rmsNorm"})
  public String function;

  private Tensor x;
  private UnaryOperator<Tensor> engine;

  /** Holds some rows against themselves alone, which the smaller benchmarks hold to definitions. */
  @Override
  void prepare() {
    x = Inputs.randn(ROWS, WIDTH);
    engine = engine(Inputs.randn(WIDTH), Inputs.randn(WIDTH));
    Tensor y = engine.apply(x);
    for (int sample = 0; sample < 100; sample++) {
      int r = Inputs.RNG.nextInt(ROWS);
      int from = x.offset() + r * WIDTH;
      Tensor row = Tensor.of(Arrays.copyOfRange(x.array(), from, from + WIDTH), 1, WIDTH);
      float[] wanted = engine.apply(row).toArray();
      for (int j = 0; j < WIDTH; j++) {
        Inputs.check(function, y.at(r, j), wanted[j], 1e-6);
      }
    }
  }

  private UnaryOperator<Tensor> engine(Tensor weight, Tensor bias) {
    return switch (function) {
      case "exp" -> Tensor::exp;
      case "tanh" -> Tensor::tanh;
      case "gelu" -> Tensor::geluTanh;
      case "relu" -> Tensor::relu;
      case "softmax" -> Tensor::softmax;
      case "layerNorm" -> x -> x.layerNorm(weight, bias, 1e-5f);
      case "rmsNorm" -> x -> x.rmsNorm(weight, 1e-5f);
      default -> throw new IllegalArgumentException(function + ": not among this benchmark's");
    };
  }

  @Benchmark
  public float[] forward(Traffic counter) {
    counter.bytes += 8.0 * ROWS * WIDTH;
    return onThreads(() -> {
      try (var _ = Tape.infer()) {
        return engine.apply(x).array();
      }
    });
  }
}
