package io.reverie.sleep.memory;

/** How far counts are from what was to be expected of them. */
final class Counts {
  private Counts() {}

  /** How often each slot comes in so many draws of n. */
  static int[] of(ReplayBuffer memory, Draw draw, int draws, int n) {
    int[] counts = new int[memory.size()];
    for (int i = 0; i < draws; i++) {
      for (int slot : memory.draw(draw, n).slots()) {
        counts[slot]++;
      }
    }
    return counts;
  }

  /** Pearson's χ²; what has no chance must not have come. */
  static double chiSquare(int[] counts, double... chances) {
    double total = 0;
    for (int count : counts) {
      total += count;
    }
    double sum = 0;
    for (int i = 0; i < counts.length; i++) {
      double expected = total * chances[i];
      double off = counts[i] - expected;
      sum += expected == 0 ? (off == 0 ? 0 : Double.POSITIVE_INFINITY) : off * off / expected;
    }
    return sum;
  }
}
