package io.reverie.bench.workload;

import io.reverie.data.Priorities;
import io.reverie.tensor.Indices;
import io.reverie.tensor.Rng;
import io.reverie.tensor.Tape;
import io.reverie.tensor.Tensor;
import java.util.List;

/**
 * A batch recalled from a large memory, each memory as likely as its priority says.
 *
 * <p>Priorities change with every batch where they are used: those of the batch before are set anew
 * before each draw. PyTorch's {@code multinomial} reads all of them, changed or not.
 */
final class ReplayBatch {
  private static final int MEMORIES = 100_000;
  private static final int WIDTH = 784;
  private static final int BATCH = 256;

  private ReplayBatch() {}

  static List<Workload> all() {
    return List.of(
        Workload.ofRate(
            "replay batch 256 of 100k x784 by priority", BATCH, "samples", ReplayBatch::step));
  }

  private static Runnable step() {
    Rng rng = Rng.of(0);
    Tensor memories = Tensor.uniform(rng, -1, 1, MEMORIES, WIDTH);
    Priorities priorities = Priorities.of(MEMORIES);
    for (int i = 0; i < MEMORIES; i++) {
      priorities.set(i, rng.nextFloat());
    }
    int[][] last = {priorities.draw(BATCH, rng)};
    float[] anew = new float[BATCH];
    return () -> {
      for (int i = 0; i < BATCH; i++) {
        anew[i] = rng.nextFloat();
      }
      priorities.set(last[0], anew);
      last[0] = priorities.draw(BATCH, rng);
      try (var _ = Tape.infer()) {
        memories.indexSelect(0, Indices.of(last[0]));
      }
    };
  }
}
