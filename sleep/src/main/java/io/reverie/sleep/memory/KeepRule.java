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

  /**
   * A reservoir that knows what its members are worth: accepts as the reservoir does, but the
   * newcomer takes the place of a member that is drawn with a chance in proportion to the largest
   * worth − its own. With {@link Priority#loss} that is loss-aware reservoir sampling (Buzzega et
   * al. 2021). Members of which nothing is known count as most worth; where all are alike, any may
   * go. Asks all members whenever it accepts.
   */
  static KeepRule reservoir(Priority worth) {
    KeepRule plain = reservoir();
    Draw leaver = new Leaver(worth);
    return (memory, label, rng) -> {
      int slot = plain.slot(memory, label, rng);
      return slot == LET_GO || slot == memory.size() ? slot : leaver.slots(memory, 1, rng)[0];
    };
  }

  /**
   * A ring for each class (the memory of GEM, Lopez-Paz &amp; Ranzato 2017, by class): each has the
   * same share of the memory, and the newest takes the place of the oldest of its class. Keeps the
   * end of each class's stream, and leaves room empty for classes that have not come. Where there
   * are more classes than room, a class that has none takes the place of the oldest of the largest.
   */
  static KeepRule ring() {
    return (memory, label, rng) -> {
      int share = Math.max(1, memory.capacity() / memory.classes());
      int count = memory.count(label);
      if (count < share && memory.size() < memory.capacity()) {
        return memory.size();
      }
      return memory.oldest(count == 0 ? memory.largestClass() : label);
    };
  }

  /**
   * The newest samples, whatever they are, each in the place of the oldest: a control. Replay from
   * such a window has been found worse than none.
   */
  static KeepRule window() {
    return (memory, label, rng) ->
        memory.size() < memory.capacity()
            ? memory.size()
            : (int) (memory.seen() % memory.capacity());
  }
}
