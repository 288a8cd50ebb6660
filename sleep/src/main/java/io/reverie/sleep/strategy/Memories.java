package io.reverie.sleep.strategy;

import io.reverie.sleep.memory.ReplayBuffer;

/** What methods with a memory ask of it. */
final class Memories {
  private Memories() {}

  /** A memory without logits, and 0 or more memories a step. */
  static void requirePlain(String method, ReplayBuffer memory, int replay) {
    if (memory.keepsLogits() || replay < 0) {
      throw new IllegalArgumentException(
          "%s with %d memories a step from %s: 0 or more and a memory without logits are needed"
              .formatted(method, replay, memory));
    }
  }
}
