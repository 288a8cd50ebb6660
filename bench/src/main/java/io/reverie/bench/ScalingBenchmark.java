package io.reverie.bench;

import io.reverie.bench.workload.TrainingSteps;
import io.reverie.tensor.Compute;
import io.reverie.tensor.Tape;
import io.reverie.tensor.Tensor;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What more threads bring: one large product, and training steps, on one thread and on all.
 *
 * <p>Numbers in between come with {@code -p threads=2,4,8}, which any other benchmark takes too.
 */
@Warmup(iterations = 5, time = 1)
public class ScalingBenchmark extends EngineBenchmark {
  @Param({
    "gemm 1024x1024x1024",
    "mlp 784-512-256-10 b128",
    "cnn 28x28 b64",
    "lstm e128 h256 t64 b32",
    "gpt d128 l4 t128 b16"
  })
  public String work;

  private static final Compute ALONE = Compute.threads(1);

  private Runnable step;

  @Override
  void prepare() {
    if (!work.startsWith("gemm")) {
      step = TrainingSteps.named(work).prepare();
      return;
    }
    Tensor a = Inputs.randn(1024, 1024);
    Tensor b = Inputs.randn(1024, 1024);
    step =
        () -> {
          try (var _ = Tape.infer()) {
            a.matmul(b);
          }
        };
  }

  @Benchmark
  public void oneThread() {
    ALONE.run(step);
  }

  @Benchmark
  public void allThreads() {
    onThreads(step);
  }
}
