package io.reverie.sleep.memory;

import io.reverie.tensor.Rng;

/** Members of a memory, the likelier the less they are worth. */
record Leaver(Priority worth) implements Draw {
  @Override
  public int[] slots(ReplayBuffer memory, int n, Rng rng) {
    double most = 0;
    for (int slot = 0; slot < memory.size(); slot++) {
      double value = worth.of(memory, slot);
      most = value < Double.POSITIVE_INFINITY ? Math.max(most, value) : most;
    }
    double largest = most;
    Priority missing =
        (m, slot) -> {
          double value = worth.of(m, slot);
          return value < Double.POSITIVE_INFINITY ? largest - value : 0;
        };
    return new Weighted(missing).slots(memory, n, rng);
  }
}
