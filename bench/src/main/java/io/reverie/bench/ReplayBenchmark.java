package io.reverie.bench;

import io.reverie.data.Sampler;
import io.reverie.tensor.Indices;
import io.reverie.tensor.Tape;
import io.reverie.tensor.Tensor;
import java.util.function.Supplier;
import org.openjdk.jmh.annotations.Benchmark;

/**
 * 256 of 100,000 memories recalled, each of 784 numbers and as likely as its priority says.
 *
 * <p>{@code draw} takes the priorities as they stand, {@code prepared} as they stood at the start,
 * {@code gather} only fetches the memories.
 */
public class ReplayBenchmark extends EngineBenchmark {
  private static final int MEMORIES = 100_000;
  private static final int WIDTH = 784;
  private static final int BATCH = 256;

  private Tensor memories;
  private double[] priorities;
  private Sampler sampler;
  private Indices drawn;

  @Override
  void prepare() {
    memories = Tensor.uniform(Inputs.RNG, -1, 1, MEMORIES, WIDTH);
    priorities = new double[MEMORIES];
    for (int i = 0; i < MEMORIES; i++) {
      priorities[i] = i % 4 == 0 ? 3 : 1;
    }
    sampler = Sampler.weighted(BATCH, priorities);
    drawn = draw(sampler);
    check();
  }

  /** Every fourth memory is three times as likely as another: half of all draws are theirs. */
  private void check() {
    int favoured = 0;
    for (int batch = 0; batch < 100; batch++) {
      for (int i : draw(sampler).values()) {
        favoured += i % 4 == 0 ? 1 : 0;
      }
    }
    Inputs.check("draws of favoured memories", favoured / (100.0 * BATCH), 0.5, 0.02);
    Tensor batch = memories.indexSelect(0, drawn);
    for (int i = 0; i < BATCH; i++) {
      int j = Inputs.RNG.nextInt(WIDTH);
      Inputs.check("memory", batch.at(i, j), memories.at(drawn.values()[i], j), 0);
    }
  }

  private static Indices draw(Sampler sampler) {
    return Indices.of(sampler.draw(Inputs.RNG));
  }

  @Benchmark
  public float[] draw(Traffic counter) {
    return gather(counter, () -> draw(Sampler.weighted(BATCH, priorities)));
  }

  @Benchmark
  public float[] prepared(Traffic counter) {
    return gather(counter, () -> draw(sampler));
  }

  @Benchmark
  public float[] gather(Traffic counter) {
    return gather(counter, () -> drawn);
  }

  private float[] gather(Traffic counter, Supplier<Indices> draw) {
    counter.bytes += 8.0 * BATCH * WIDTH;
    return onThreads(() -> {
      try (var _ = Tape.infer()) {
        return memories.indexSelect(0, draw.get()).array();
      }
    });
  }
}
