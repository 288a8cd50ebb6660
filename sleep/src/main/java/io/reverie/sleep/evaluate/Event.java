package io.reverie.sleep.evaluate;

import io.reverie.sleep.Hypnogram;

/** Something that happened in a {@link Trial}: all that observers see. */
public sealed interface Event {
  /**
   * A task begins.
   *
   * @param task its number
   * @param step gradient batches seen so far
   */
  record TaskBegan(int task, long step) implements Event {}

  /**
   * A batch was learned.
   *
   * @param task the task it belongs to
   * @param step batches seen so far, this one among them
   */
  record BatchLearned(int task, long step) implements Event {}

  /**
   * The tests were taken.
   *
   * @param step batches seen so far
   * @param accuracies by test, from 0 to 1
   */
  record Tested(long step, double[] accuracies) implements Event {}

  /**
   * A night has passed.
   *
   * @param step batches seen so far
   * @param night its record
   */
  record NightPassed(long step, Hypnogram night) implements Event {}

  /**
   * A task has ended, and its night if there was one; the tests were taken.
   *
   * @param task its number
   * @param step batches seen so far
   * @param accuracies by test, from 0 to 1
   */
  record TaskEnded(int task, long step, double[] accuracies) implements Event {}
}
