package io.reverie.bench;

import io.reverie.tensor.Tensor;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;

/**
 * Functions of each of a million numbers: 4 MiB in and 4 MiB out, which the larger caches hold.
 *
 * <p>What counts is bytes a second, and its share of what {@link MemoryBenchmark} moves at the same
 * size. Backward reads the number, or the value, and the gradient from above, and adds to the
 * gradient: four times four bytes more.
 */
public class PointwiseBenchmark extends EngineBenchmark {
  private static final int SIZE = 1 << 20;

  @Param({"exp", "tanh", "erf", "gelu", "relu"})
  public String function;

  private BothWays work;

  @Override
  void prepare() {
    Tensor x = Inputs.randn(SIZE);
    Function<Tensor, Tensor> engine = engine();
    work = new BothWays(function, in -> engine.apply(in[0]), x);
    Tensor y = work.value();
    DoubleUnaryOperator definition = definition();
    for (int sample = 0; sample < 1000; sample++) {
      int i = Inputs.RNG.nextInt(SIZE);
      Inputs.check(function, y.at(i), definition.applyAsDouble(x.at(i)), 5e-7);
    }
    work.checkSlope();
  }

  private Function<Tensor, Tensor> engine() {
    return switch (function) {
      case "exp" -> Tensor::exp;
      case "tanh" -> Tensor::tanh;
      case "erf" -> Tensor::erf;
      case "gelu" -> Tensor::geluTanh;
      case "relu" -> Tensor::relu;
      default -> throw new IllegalArgumentException(function + ": not among this benchmark's");
    };
  }

  private DoubleUnaryOperator definition() {
    return switch (function) {
      case "exp" -> StrictMath::exp;
      case "tanh" -> StrictMath::tanh;
      case "erf" -> PointwiseBenchmark::erf;
      case "gelu" ->
          x -> 0.5 * x * (1 + StrictMath.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x)));
      default -> x -> Math.max(x, 0);
    };
  }

  /** The series 2/√π · Σ (−1)ⁿ·x²ⁿ⁺¹ / (n!·(2n + 1)), exact enough for |x| below 6. */
  private static double erf(double x) {
    double term = x;
    double sum = x;
    for (int n = 1; n < 120; n++) {
      term *= -x * x / n;
      sum += term / (2 * n + 1);
    }
    return 2 / Math.sqrt(Math.PI) * sum;
  }

  @Benchmark
  public float[] forward(Traffic counter) {
    counter.bytes += 8.0 * SIZE;
    return onThreads(work::forward);
  }

  @Benchmark
  public float[] bothWays(Traffic counter) {
    counter.bytes += 8.0 * SIZE + 16.0 * SIZE;
    return onThreads(work::bothWays);
  }
}
