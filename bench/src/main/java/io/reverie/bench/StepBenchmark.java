package io.reverie.bench;

import io.reverie.bench.workload.Training;
import io.reverie.bench.workload.TrainingSteps;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Whole training steps, those that {@link Workloads} times beside PyTorch's.
 *
 * <p>Counted are the operations of products; what else a step does makes its share of the peak
 * smaller. The {@code gc} profiler tells what a warm step allocates.
 */
@Warmup(iterations = 8, time = 1)
public class StepBenchmark extends EngineBenchmark {
  @Param({
    "mlp 784-512-256-10 b128",
    "mlp 784-100-100-10 b10 sgd",
    "cnn 28x28 b64",
    "resnet-ish 32x32 b32",
    "lstm e128 h256 t64 b32",
    "gru e128 h256 t64 b32",
    "gpt d128 l4 t128 b16",
    "gpt d384 l6 t256 b4"
  })
  public String model;

  private Training training;
  private double flop;

  /** Learns a few steps: the loss must go down. */
  @Override
  void prepare() {
    TrainingSteps.Step step = TrainingSteps.named(model);
    training = step.prepare();
    flop = step.flop();
    training.run();
    float first = training.loss();
    for (int i = 0; i < 5; i++) {
      training.run();
    }
    if (!(training.loss() < first)) {
      throw new IllegalStateException(
          "%s: a loss of %s after five steps, %s at first"
              .formatted(model, training.loss(), first));
    }
  }

  @Benchmark
  public float step(Flop counter) {
    counter.flop += flop;
    return onThreads(() -> {
      training.run();
      return training.loss();
    });
  }
}
