package io.reverie.sleep.memory;

import io.reverie.tensor.Rng;

/**
 * Decides whether a new sample is kept, and whose place it takes.
 *
 * <p>A rule sees the memory as it is before the sample; {@link ReplayBuffer#seen} does not yet
 * count it. It must draw all its randomness from the stream given.
 */
@FunctionalInterface
public interface KeepRule {
  /** The answer of a rule that lets the sample go. */
  int LET_GO = -1;

  /** The slot for a sample with this label, or {@link #LET_GO}. */
  int slot(ReplayBuffer memory, int label, Rng rng);

  /**
   * Reservoir sampling (Vitter 1985, algorithm R): at any time every sample seen so far is in the
   * memory with the same probability.
   */
  static KeepRule reservoir() {
    return (memory, label, rng) -> {
      if (memory.size() < memory.capacity()) {
        return memory.size();
      }
      long place = Math.floorMod(rng.nextLong(), memory.seen() + 1);
      return place < memory.capacity() ? (int) place : LET_GO;
    };
  }

  /**
   * Balanced reservoir sampling (Buzzega et al. 2021, "Rethinking experience replay"): accepts as
   * the reservoir does, but the newcomer takes the place of a random member of the largest class.
   */
  static KeepRule balancedReservoir() {
    return (memory, label, rng) -> {
      if (memory.size() < memory.capacity()) {
        return memory.size();
      }
      if (Math.floorMod(rng.nextLong(), memory.seen() + 1) >= memory.capacity()) {
        return LET_GO;
      }
      int largest = memory.largestClass();
      return memory.slotOf(largest, rng.nextInt(memory.count(largest)));
    };
  }
}
