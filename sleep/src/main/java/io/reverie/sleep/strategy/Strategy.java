package io.reverie.sleep.strategy;

import io.reverie.data.Batch;
import io.reverie.data.Dataset;
import io.reverie.sleep.Hypnogram;
import java.util.List;

/**
 * How a network goes on learning: a method of continual learning.
 *
 * <p>The loop calls {@link #observe} for each batch of the stream, in order, and the other two
 * where the stream has borders. A method charges what it does through its learner, and says what it
 * keeps.
 */
public interface Strategy {
  /** A task begins. */
  default void beginTask(int task) {}

  /** Learns from one batch. */
  void observe(Batch batch);

  /** A task has ended; here is its data once more, for methods that measure or rehearse at once. */
  default void endTask(int task, Dataset data) {}

  /** The nights slept so far, oldest first. */
  default List<Hypnogram> nights() {
    return List.of();
  }
}
