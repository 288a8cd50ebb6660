package io.reverie.optim;

/**
 * A rate that falls when a measurement has stopped falling: PyTorch's {@code ReduceLROnPlateau}.
 *
 * <p>Tell it the validation loss, say, after each epoch by {@link #observe}; for something that
 * should grow, tell it the negative. Defaults are PyTorch's: times 0.1 after more than 10
 * observations without one that is better by a share of 10⁻⁴.
 *
 * <p>Unlike other schedules it has a state, and does not look at the number of steps.
 */
public final class Plateau implements Schedule {
  /** A change of the rate smaller than this is none. */
  private static final double LEAST = 1e-8;

  /** Where a plateau stands: all there is to save. */
  public record State(double rate, double best, int bad, int rest) {}

  private double rate;
  private double factor = 0.1;
  private int patience = 10;
  private double threshold = 1e-4;
  private int cooldown;
  private double min;
  private double best = Double.POSITIVE_INFINITY;
  private int bad;
  private int rest;

  private Plateau(double rate) {
    this.rate = rate;
  }

  /** A plateau with the defaults that starts at this rate. */
  public static Plateau of(double rate) {
    return new Plateau(rate);
  }

  /** Sets what the rate is multiplied by, in (0, 1). */
  public Plateau factor(double newFactor) {
    if (!(newFactor > 0 && newFactor < 1)) {
      throw new IllegalArgumentException(
          "factor " + newFactor + " of a plateau: it must be between 0 and 1");
    }
    factor = newFactor;
    return this;
  }

  /** Sets how many observations in a row may be no better before the rate falls. */
  public Plateau patience(int observations) {
    patience = requireCount("patience", observations);
    return this;
  }

  /** Sets the share of the best so far by which an observation must be lower to count. */
  public Plateau threshold(double share) {
    threshold = share;
    return this;
  }

  /** Sets how many observations after a fall do not count. */
  public Plateau cooldown(int observations) {
    cooldown = requireCount("cooldown", observations);
    return this;
  }

  /** Sets the rate below which it does not fall. */
  public Plateau min(double lowest) {
    min = lowest;
    return this;
  }

  private static int requireCount(String what, int observations) {
    if (observations < 0) {
      throw new IllegalArgumentException(
          "%s %d of a plateau: 0 or more is needed".formatted(what, observations));
    }
    return observations;
  }

  /** Takes note of a measurement; NaN counts as no better. Returns whether the rate fell. */
  public boolean observe(double measurement) {
    if (measurement < best * (1 - threshold)) {
      best = measurement;
      bad = 0;
    } else {
      bad++;
    }
    if (rest > 0) {
      rest--;
      bad = 0;
    }
    if (bad <= patience) {
      return false;
    }
    rest = cooldown;
    bad = 0;
    double lower = Math.max(rate * factor, min);
    boolean falls = rate - lower > LEAST;
    if (falls) {
      rate = lower;
    }
    return falls;
  }

  /** The rate of now, whatever the step. */
  @Override
  public double rate(int step) {
    return rate;
  }

  /** Where it stands. */
  public State state() {
    return new State(rate, best, bad, rest);
  }

  /** Goes on where another stood. */
  public void restore(State state) {
    rate = state.rate;
    best = state.best;
    bad = state.bad;
    rest = state.rest;
  }
}
