package io.reverie.sleep;

import io.reverie.sleep.memory.ReplayBuffer;

/** What a page of the journal says of a memory. */
final class MemoryPage {
  private static final String STATE = "state";

  private MemoryPage() {}

  static Page of(ReplayBuffer memory) {
    return new Page().put(STATE, memory.state());
  }

  static void restore(Page page, ReplayBuffer memory) {
    memory.restore(page.bytes(STATE));
  }

  /** What must be the same of two memories so that one can go on with the other's content. */
  static String settings(ReplayBuffer memory) {
    return "%d samples of %s, %d classes, %s"
        .formatted(
            memory.capacity(),
            memory.sample(),
            memory.classes(),
            memory.keepsLogits() ? "logits" : "no logits");
  }
}
