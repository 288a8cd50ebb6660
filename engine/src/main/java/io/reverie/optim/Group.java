package io.reverie.optim;

/**
 * What an {@link Optimizer} does otherwise with some of its parameters.
 *
 * <p>Factors rather than numbers of their own: a schedule then moves all groups together.
 *
 * @param rateFactor multiplies the learning rate, 0 or more
 * @param decayFactor multiplies the weight decay, 0 or more; 0 for biases and norms
 * @param frozen whether the parameters stay as they are; their gradients are still used up
 */
public record Group(float rateFactor, float decayFactor, boolean frozen) {
  /** What every parameter is in at first: the optimizer's own rate and decay. */
  public static final Group USUAL = new Group(1, 1, false);

  /** Parameters that stay as they are. */
  public static final Group FROZEN = new Group(1, 1, true);

  /** Parameters that do not decay. */
  public static final Group UNDECAYED = new Group(1, 0, false);

  /** Refuses factors that are negative, infinite or NaN. */
  public Group {
    require("rate", rateFactor);
    require("decay", decayFactor);
  }

  private static void require(String what, float factor) {
    if (!(factor >= 0) || Float.isInfinite(factor)) {
      throw new IllegalArgumentException(
          "%s factor %s of a group: 0 or more is needed".formatted(what, factor));
    }
  }

  /** The same with the learning rate multiplied by this. */
  public Group rate(float factor) {
    return new Group(factor, decayFactor, frozen);
  }

  /** The same with the weight decay multiplied by this. */
  public Group decay(float factor) {
    return new Group(rateFactor, factor, frozen);
  }
}
