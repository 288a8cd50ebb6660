package io.reverie.sleep.memory;

import io.reverie.tensor.Rng;

/** Classes in equal parts, in rounds of one memory of each class in random order. */
record Balanced() implements Draw {
  @Override
  public int[] slots(ReplayBuffer memory, int n, Rng rng) {
    int[] present = memory.presentClasses();
    int[] chosen = new int[present.length == 0 ? 0 : n];
    for (int i = 0; i < chosen.length; i++) {
      if (i % present.length == 0) {
        rng.shuffle(present);
      }
      int label = present[i % present.length];
      chosen[i] = memory.slotOf(label, rng.nextInt(memory.count(label)));
    }
    return chosen;
  }
}
