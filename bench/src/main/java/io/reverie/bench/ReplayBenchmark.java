package io.reverie.bench;

import io.reverie.data.Priorities;
import io.reverie.tensor.Indices;
import io.reverie.tensor.Tape;
import io.reverie.tensor.Tensor;
import java.util.function.Supplier;
import org.openjdk.jmh.annotations.Benchmark;

/**
 * 256 of 100,000 memories recalled, each of 784 numbers and as likely as its priority says.
 *
 * <p>{@code draw} follows after the priorities of the last batch have changed, {@code prepared}
 * where none has, {@code gather} only fetches the memories.
 */
public class ReplayBenchmark extends EngineBenchmark {
  private static final int MEMORIES = 100_000;
  private static final int WIDTH = 784;
  private static final int BATCH = 256;

  private Tensor memories;
  private Priorities priorities;
  private Indices drawn;

  @Override
  void prepare() {
    memories = Tensor.uniform(Inputs.RNG, -1, 1, MEMORIES, WIDTH);
    priorities = Priorities.of(MEMORIES);
    for (int i = 0; i < MEMORIES; i++) {
      priorities.set(i, i % 4 == 0 ? 3 : 1);
    }
    drawn = draw();
    check();
  }

  /** Every fourth memory is three times as likely as another: half of all draws are theirs. */
  private void check() {
    int favoured = 0;
    for (int batch = 0; batch < 100; batch++) {
      for (int i : draw().values()) {
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

  private Indices draw() {
    return Indices.of(priorities.draw(BATCH, Inputs.RNG));
  }

  @Benchmark
  public float[] draw(Traffic counter) {
    return gather(
        counter,
        () -> {
          for (int memory : drawn.values()) {
            priorities.set(memory, priorities.get(memory));
          }
          drawn = draw();
          return drawn;
        });
  }

  @Benchmark
  public float[] prepared(Traffic counter) {
    return gather(counter, this::draw);
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
