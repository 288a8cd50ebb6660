package io.reverie.sleep;

/** Says when it is time to go to bed. */
@FunctionalInterface
public interface SleepSchedule {
  /**
   * Whether to sleep now.
   *
   * @param steps gradient steps by day since the last night
   * @param taskEnded whether a task has just ended
   */
  boolean due(long steps, boolean taskEnded);

  /** Sleep after each task. */
  static SleepSchedule atTaskEnd() {
    return (steps, taskEnded) -> taskEnded;
  }

  /** Sleep after every so many gradient steps by day, whatever the task. */
  static SleepSchedule everySteps(long n) {
    if (n < 1) {
      throw new IllegalArgumentException("sleep every " + n + " steps: at least 1 is needed");
    }
    return (steps, taskEnded) -> steps >= n;
  }

  /** Never sleep: the control. */
  static SleepSchedule never() {
    return (steps, taskEnded) -> false;
  }

  /** Sleep when this schedule or the other says so. */
  default SleepSchedule or(SleepSchedule other) {
    return (steps, taskEnded) -> due(steps, taskEnded) || other.due(steps, taskEnded);
  }
}
