package io.reverie.sleep.memory;

import io.reverie.tensor.Nullable;
import io.reverie.tensor.Rng;

/**
 * Decides which memories are recalled.
 *
 * <p>A draw must take all its randomness from the stream given, and answers nothing where the
 * memory is empty. It has no state of its own: what it needs to know stands in the memory, and is
 * saved with it.
 */
@FunctionalInterface
public interface Draw {
  /** The slots of up to n memories; a slot may be there twice. */
  int[] slots(ReplayBuffer memory, int n, Rng rng);

  /**
   * By how much the loss of each of these memories, just drawn, is to be multiplied so that it
   * counts as in a uniform draw; {@code null} where the draw is not to be corrected.
   */
  default float @Nullable [] weights(ReplayBuffer memory, int... slots) {
    return null;
  }

  /** Up to n different memories, each as likely as any other. */
  static Draw uniform() {
    return (memory, n, rng) -> memory.deck.draw(n, memory.size(), rng);
  }

  /**
   * n memories, classes in equal parts as far as n divides: which classes come first is drawn, and
   * so is who stands for a class. Memories of rare classes repeat.
   */
  static Draw balanced() {
    return new Balanced();
  }

  /**
   * By the priorities of a memory that {@linkplain ReplayBuffer#prioritise has some}: three in ten
   * by priority, the others uniform, corrected with β = 0.4. That is tempered: a priority that
   * misleads costs little. β is where Schaul et al. 2016 start; they raise it to 1.
   */
  static Prioritised prioritised() {
    return new Prioritised(0.3, 0.4, 0);
  }

  /**
   * n memories with replacement, each as likely as this says now. All memories are asked at each
   * draw, where {@link #prioritised} asks only those whose notes have changed. Where all are 0, all
   * are equally likely.
   */
  static Draw weighted(Priority weight) {
    return new Weighted(weight);
  }

  /** n memories with replacement, those that a cue calls k times as likely as others. */
  static Draw cued(Cue cue, double k) {
    return weighted(cue.times(k));
  }
}
