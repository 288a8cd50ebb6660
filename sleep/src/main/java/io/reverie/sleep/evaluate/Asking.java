package io.reverie.sleep.evaluate;

/**
 * Which tests are taken after which task; all of them are after the last one, whatever is said
 * here. A test not taken is NaN in the {@link AccuracyMatrix}.
 */
@FunctionalInterface
public interface Asking {
  /** Whether this test is taken after so many tasks were learned, 0 for the first of them. */
  boolean asks(int learned, int test);

  /** Every test after every task. */
  static Asking all() {
    return (learned, test) -> true;
  }

  /** Only the tests of tasks learned so far. */
  static Asking learned() {
    return (learned, test) -> test <= learned;
  }

  /** Only the test of the task just learned: for long streams, where all would take too long. */
  static Asking current() {
    return (learned, test) -> test == learned;
  }
}
