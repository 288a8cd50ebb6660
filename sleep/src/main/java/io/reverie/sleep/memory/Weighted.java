package io.reverie.sleep.memory;

import io.reverie.tensor.Rng;
import java.util.Arrays;

/** Each memory as likely as its weight says at the time of the draw. */
record Weighted(Priority weight) implements Draw {
  @Override
  public int[] slots(ReplayBuffer memory, int n, Rng rng) {
    int size = memory.size();
    double[] sums = sums(memory);
    double total = size == 0 ? 0 : sums[size - 1];
    int[] chosen = new int[size == 0 ? 0 : n];
    for (int i = 0; i < chosen.length; i++) {
      chosen[i] = total == 0 ? rng.nextInt(size) : find(sums, rng.nextDouble());
    }
    return chosen;
  }

  /** The weights of all slots up to each. */
  private double[] sums(ReplayBuffer memory) {
    double[] weights = new double[memory.size()];
    double largest = 0;
    for (int slot = 0; slot < weights.length; slot++) {
      double w = weight.of(memory, slot);
      if (w < 0) {
        throw new IllegalArgumentException(
            "weight %s of slot %d: 0 or more is needed, NaN where it is not known"
                .formatted(w, slot));
      }
      weights[slot] = w;
      largest = w < Double.POSITIVE_INFINITY ? Math.max(largest, w) : largest;
    }
    double sum = 0;
    for (int slot = 0; slot < weights.length; slot++) {
      double known = weights[slot] < Double.POSITIVE_INFINITY ? weights[slot] : largest;
      // Ratios count: dividing by the largest keeps the sum finite.
      sum += largest == 0 ? 0 : known / largest;
      weights[slot] = sum;
    }
    return weights;
  }

  /** The first slot whose sum exceeds this part of the whole; slots of weight 0 never are. */
  private static int find(double[] sums, double part) {
    double total = sums[sums.length - 1];
    double mark = Math.min(part * total, Math.nextDown(total)); // the product may round up
    int at = Arrays.binarySearch(sums, mark);
    int slot = at < 0 ? -at - 1 : at;
    while (sums[slot] <= mark) {
      slot++;
    }
    return slot;
  }
}
