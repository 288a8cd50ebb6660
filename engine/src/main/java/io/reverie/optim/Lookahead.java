package io.reverie.optim;

import static io.reverie.kernel.Kernels.UPDATES;

/**
 * Slow weights that follow quick ones (Zhang et al. 2019): after every {@code period} steps of an
 * optimizer the slow weights go a share of the way to the quick ones, which start there again.
 */
public final class Lookahead {
  private final Optimizer optimizer;
  private final int period;
  private final float share;
  private final float[] slow;

  private Lookahead(Optimizer optimizer, int period, float share) {
    if (period < 1 || !(share > 0 && share <= 1)) {
      throw new IllegalArgumentException(
          "lookahead every %d steps by a share of %s: 1 or more, and in (0, 1], are needed"
              .formatted(period, share));
    }
    this.optimizer = optimizer;
    this.period = period;
    this.share = share;
    this.slow = optimizer.parameters().snapshot();
  }

  /** Around this optimizer; the paper has a period of 5 and a share of 0.5. */
  public static Lookahead of(Optimizer optimizer, int period, float share) {
    return new Lookahead(optimizer, period, share);
  }

  /** One step of the optimizer, and of the slow weights where it is time. */
  public void step() {
    optimizer.step();
    if (optimizer.steps() % period == 0) {
      UPDATES.blend(0, slow.length, share, optimizer.parameters().values(), slow);
      optimizer.parameters().restore(slow);
    }
  }

  /** The slow weights. Not a copy: what a checkpoint keeps, and may write back. */
  public float[] slow() {
    return slow;
  }

  /** The optimizer that makes the steps. */
  public Optimizer optimizer() {
    return optimizer;
  }
}
