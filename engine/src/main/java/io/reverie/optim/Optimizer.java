package io.reverie.optim;

import io.reverie.kernel.Parallel;
import io.reverie.tensor.Parameters;

/**
 * Changes parameters by their gradients.
 *
 * <p>{@link #step} uses the gradients up: it applies them and sets them to zero in the same pass.
 * Several backward passes before one step add up, which is gradient accumulation; nothing needs to
 * be zeroed by hand.
 */
public abstract class Optimizer {
  /** Parameters that a thread takes at a time. */
  private static final int GRAIN = 1 << 15;

  private final Parameters parameters;
  private float rate;
  private int steps;

  Optimizer(Parameters parameters, float rate) {
    this.parameters = parameters;
    rate(rate);
  }

  /** One step: parameters change, gradients become zero. */
  public final void step() {
    steps++;
    float[] values = parameters.values();
    float[] gradients = parameters.gradients();
    Parallel.chunks(values.length, GRAIN, (from, to) -> update(from, to, values, gradients));
  }

  /** Changes the parameters at {@code from} to {@code to − 1} and zeroes their gradients. */
  abstract void update(int from, int to, float[] values, float[] gradients);

  /** Forgets momentum and statistics, as if no step had been made. */
  public void reset() {
    steps = 0;
  }

  /** What is optimized. */
  public final Parameters parameters() {
    return parameters;
  }

  /** The learning rate. */
  public final float rate() {
    return rate;
  }

  /**
   * Sets the learning rate from the next step on.
   *
   * @throws IllegalArgumentException if it is negative, infinite or NaN
   */
  public final void rate(float newRate) {
    if (!(newRate >= 0) || Float.isInfinite(newRate)) {
      throw new IllegalArgumentException("learning rate " + newRate + ": 0 or more is needed");
    }
    rate = newRate;
  }

  /** How many steps were made. */
  public final int steps() {
    return steps;
  }
}
