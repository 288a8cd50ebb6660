package io.reverie.sleep.strategy;

import io.reverie.data.Batch;
import io.reverie.data.Dataset;
import io.reverie.sleep.Hypnogram;
import io.reverie.sleep.wake.Learner;
import io.reverie.tensor.Tensor;
import java.util.List;

/**
 * How a network goes on learning: a method of continual learning.
 *
 * <p>The loop calls {@link #observe} for each batch of the stream, in order, and the other two
 * where the stream has borders. A method charges what it does through its learner, and says what it
 * keeps.
 */
public interface Strategy {
  /** Who learns, and pays. */
  Learner learner();

  /** A task begins. */
  default void beginTask(int task) {}

  /** Learns from one batch. */
  void observe(Batch batch);

  /** A task has ended; here is its data once more, for methods that measure or rehearse at once. */
  default void endTask(int task, Dataset data) {}

  /**
   * What the method answers in a test: a score for each class, {@code [n, classes]}, larger for
   * likelier. The model's outputs, unless the method classifies in another way. Not charged.
   */
  default Tensor scores(Tensor inputs) {
    return learner().answers(inputs);
  }

  /**
   * Where this method is known not to work, in a sentence or two for reports; empty where nothing
   * is known against it.
   */
  default String advice() {
    return "";
  }

  /** The nights slept so far, oldest first. */
  default List<Hypnogram> nights() {
    return List.of();
  }
}
