package io.reverie.sleep.scenario;

import io.reverie.data.Dataset;
import java.util.function.IntPredicate;

/**
 * One thing to learn, and how to tell whether it is known.
 *
 * @param name what it is, for reports
 * @param train what it is learned from
 * @param test what it is tested with
 * @param answers the classes among which the test asks; all of them, or only the task's own where
 *     the task is told (task-incremental)
 */
public record Task(String name, Dataset train, Dataset test, IntPredicate answers) {
  /** A task whose test asks among all classes. */
  public Task(String name, Dataset train, Dataset test) {
    this(name, train, test, label -> true);
  }

  /** The same task with a test that asks only among these classes. */
  public Task among(IntPredicate classes) {
    return new Task(name, train, test, classes);
  }
}
