package io.reverie.sleep.stage;

/**
 * Falling asleep: takes the snapshot to which a failed night returns, measures the canaries, and
 * freezes statistics. Makes no gradient step. A night without it settles at its first change of a
 * weight, and its statistics move.
 *
 * <p>Frozen statistics: the buffers of the model, such as the running means of batch norms, are put
 * back after every gradient step from here on, so that canaries and teachers by night, and the
 * network at dawn, have those of the day. Training steps themselves normalise by their batch, as
 * ever.
 *
 * @param frozen whether statistics stay those of the day
 */
public record N1(boolean frozen) implements Stage {
  /** Falling asleep with frozen statistics: the protocol. */
  public N1() {
    this(true);
  }

  @Override
  public void sleep(Night night, int steps) {
    night.settle();
    if (frozen) {
      night.freeze();
    }
  }
}
