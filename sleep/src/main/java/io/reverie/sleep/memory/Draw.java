package io.reverie.sleep.memory;

import io.reverie.tensor.Rng;

/**
 * Decides which memories are recalled.
 *
 * <p>A draw must take all its randomness from the stream given, and answers nothing where the
 * memory is empty.
 */
@FunctionalInterface
public interface Draw {
  /** The slots of up to n memories; a slot may be there twice. */
  int[] slots(ReplayBuffer memory, int n, Rng rng);

  /** Up to n different memories, each as likely as any other. */
  static Draw uniform() {
    return ReplayBuffer::uniform;
  }

  /**
   * n memories, classes in equal parts as far as n divides: which classes come first is drawn, and
   * so is who stands for a class. Memories of rare classes repeat.
   */
  static Draw balanced() {
    return ReplayBuffer::balanced;
  }
}
