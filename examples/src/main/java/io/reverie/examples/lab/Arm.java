package io.reverie.examples.lab;

import io.reverie.sleep.strategy.Strategy;

/**
 * One way of learning in an experiment.
 *
 * @param name what tables call it
 * @param settings everything that was chosen for it, in words or as a record's text; part of what
 *     tells whether results still belong to the experiment
 * @param method makes it for one run
 * @param joint whether it sees all tasks at once, as the upper end of a table does
 * @param paysLike the arm whose gradient samples it must match; empty for none
 */
public record Arm(String name, String settings, Method method, boolean joint, String paysLike) {
  /** Makes a method of continual learning for one run. */
  @FunctionalInterface
  public interface Method {
    /** The strategy that learns at this bench. */
    Strategy at(Bench bench);
  }

  /** An arm that learns the stream and pays what it likes. */
  public static Arm of(String name, Object settings, Method method) {
    return new Arm(name, settings.toString(), method, false, "");
  }

  /** The same arm on all tasks at once. */
  public Arm jointly() {
    return new Arm(name, settings, method, true, paysLike);
  }

  /** The same arm, whose gradient samples are checked against another's after the run. */
  public Arm paying(String other) {
    return new Arm(name, settings, method, joint, other);
  }

  /** The same arm under another name. */
  public Arm named(String other) {
    return new Arm(other, settings, method, joint, paysLike);
  }
}
