package io.reverie.bench.workload;

import io.reverie.data.Sampler;
import io.reverie.tensor.Indices;
import io.reverie.tensor.Rng;
import io.reverie.tensor.Tape;
import io.reverie.tensor.Tensor;
import java.util.List;

/**
 * A batch recalled from a large memory, each memory as likely as its priority says.
 *
 * <p>Priorities change with every batch where they are used, so they are taken as they stand at
 * each draw, as PyTorch's {@code multinomial} does.
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
    double[] priorities = new double[MEMORIES];
    for (int i = 0; i < MEMORIES; i++) {
      priorities[i] = rng.nextFloat();
    }
    return () -> {
      try (var _ = Tape.infer()) {
        Indices drawn = Indices.of(Sampler.weighted(BATCH, priorities).draw(rng));
        memories.indexSelect(0, drawn);
      }
    };
  }
}
