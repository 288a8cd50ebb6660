package io.reverie.sleep;

import java.time.Duration;

/**
 * Says when it is time to go to bed: {@code waking -> waking.steps() >= 500} is one.
 *
 * <p>Asked after each batch, at the end of each task, and when idle. By {@link Pressure} it depends
 * on what the day did.
 */
@FunctionalInterface
public interface SleepSchedule {
  /** Whether to sleep now. May be asked again with the same object, and then answers the same. */
  boolean due(Waking waking);

  /**
   * How much of a whole night, above 0 to 1, where sleep is due: less than 1 is a nap. Asked after
   * {@link #due}, at the same moment.
   */
  default double share(Waking waking) {
    return 1;
  }

  /** Told at dawn, with the record of what was slept. */
  default void slept(Waking waking, Hypnogram night) {}

  /** Sleep after each task. */
  static SleepSchedule atTaskEnd() {
    return Waking::taskEnded;
  }

  /** Sleep after every so many gradient steps by day, whatever the task. */
  static SleepSchedule everySteps(long n) {
    if (n < 1) {
      throw new IllegalArgumentException("sleep every " + n + " steps: at least 1 is needed");
    }
    return waking -> waking.steps() >= n;
  }

  /**
   * Sleep when there has been nothing to do for so long, if anything was learned since the last.
   */
  static SleepSchedule whenIdle(Duration time) {
    if (time.isNegative() || time.isZero()) {
      throw new IllegalArgumentException("sleep when idle for " + time + ": a time is needed");
    }
    return waking -> waking.steps() > 0 && waking.idle().compareTo(time) >= 0;
  }

  /** Never sleep: the control. */
  static SleepSchedule never() {
    return waking -> false;
  }

  /** The same times, but naps: this share of a whole night. */
  default SleepSchedule naps(double share) {
    if (!(share > 0 && share <= 1)) {
      throw new IllegalArgumentException(
          "naps of " + share + " of a night: a share above 0 up to 1 is needed");
    }
    return new Either(this, never(), share);
  }

  /** Sleep when this schedule or the other says so; the longer, where both do. */
  default SleepSchedule or(SleepSchedule other) {
    return new Either(this, other, 1);
  }
}
