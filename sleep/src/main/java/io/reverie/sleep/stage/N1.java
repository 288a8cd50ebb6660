package io.reverie.sleep.stage;

/**
 * Falling asleep: takes the snapshot to which a failed night returns and measures the canaries.
 * Makes no gradient step. A night without it settles at its first change of a weight.
 */
public record N1() implements Stage {
  @Override
  public void sleep(Night night, int steps) {
    night.settle();
  }
}
