package io.reverie.bench;

import io.reverie.data.Batch;
import io.reverie.sleep.memory.Draw;
import io.reverie.sleep.memory.KeepRule;
import io.reverie.sleep.memory.Prioritised;
import io.reverie.sleep.memory.Recall;
import io.reverie.sleep.memory.ReplayBuffer;
import io.reverie.tensor.Rng;
import io.reverie.tensor.Shape;
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
  private static final int PIECE = 1000;
  private static final int CLASSES = 10;

  private final Rng stream = Rng.of(3);
  private final Draw byPriority = new Prioritised(1, 0, 0);
  private ReplayBuffer memory;
  private int[] drawn;

  @Override
  void prepare() {
    memory =
        ReplayBuffer.of(MEMORIES, Shape.of(WIDTH), CLASSES, KeepRule.reservoir(), Rng.of(4))
            .prioritise((m, slot) -> slot % 4 == 0 ? 3 : 1);
    for (int from = 0; from < MEMORIES; from += PIECE) {
      Tensor inputs = Tensor.uniform(Inputs.RNG, -1, 1, PIECE, WIDTH);
      for (int i = 0; i < PIECE; i++) {
        inputs.array()[i * WIDTH] = from + i; // tells who it is
      }
      int[] labels = new int[PIECE];
      for (int i = 0; i < PIECE; i++) {
        labels[i] = i % CLASSES;
      }
      memory.add(new Batch(inputs, labels), 0);
    }
    memory.prioritise((m, slot) -> slot % 4 == 0 ? 3 : 1);
    drawn = recall().slots();
    check();
  }

  /** Every fourth memory is three times as likely as another: half of all draws are theirs. */
  private void check() {
    int favoured = 0;
    for (int batch = 0; batch < 100; batch++) {
      for (int slot : recall().slots()) {
        favoured += slot % 4 == 0 ? 1 : 0;
      }
    }
    Inputs.check("draws of favoured memories", favoured / (100.0 * BATCH), 0.5, 0.02);
    Recall batch = memory.recall(drawn);
    for (int i = 0; i < BATCH; i++) {
      Inputs.check("memory", batch.batch().inputs().at(i, 0), drawn[i], 0);
      Inputs.check("label", batch.batch().labels()[i], drawn[i] % CLASSES, 0);
    }
  }

  private Recall recall() {
    return memory.draw(byPriority, BATCH, stream);
  }

  @Benchmark
  public float[] draw(Traffic counter) {
    return gathered(
        counter,
        () -> {
          memory.notes().rank(drawn);
          Recall recall = recall();
          drawn = recall.slots();
          return recall;
        });
  }

  @Benchmark
  public float[] prepared(Traffic counter) {
    return gathered(counter, this::recall);
  }

  @Benchmark
  public float[] gather(Traffic counter) {
    return gathered(counter, () -> memory.recall(drawn));
  }

  private float[] gathered(Traffic counter, Supplier<Recall> recall) {
    counter.bytes += 8.0 * BATCH * WIDTH;
    return onThreads(() -> {
      try (var _ = Tape.infer()) {
        return recall.get().batch().inputs().array();
      }
    });
  }
}
