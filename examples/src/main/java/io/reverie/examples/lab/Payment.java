package io.reverie.examples.lab;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Equal payment: rivals replay by day what the sleeper replays at night.
 *
 * <p>The sleeper sees {@code replay} memories with each batch by day, and at night {@code extra}
 * more for each batch of the day, all at once. A rival at equal samples sees {@code replay + extra}
 * with each batch. Both are whole numbers, so that the sums agree; after the runs the ledgers are
 * compared.
 */
public final class Payment {
  /** By how much gradient samples may differ, as a share. */
  public static final double TOLERANCE = 0.01;

  /** The same on little data, where a night is a few steps and rounding is coarse. */
  public static final double QUICK_TOLERANCE = 0.1;

  private Payment() {}

  /**
   * How many gradient steps a night has so that all of a day's batches have {@code extra} memories
   * more.
   *
   * @param stepsPerTask batches between two nights
   * @param extra memories for each of them
   * @param batch memories in a step of the night
   */
  public static int nightSteps(double stepsPerTask, int extra, int batch) {
    if (extra < 0 || batch < 1) {
      throw new IllegalArgumentException(
          "a night with %d memories for each batch of the day, %d a step: 0 and 1 are needed"
              .formatted(extra, batch));
    }
    return (int) Math.max(extra == 0 ? 0 : 1, Math.round(stepsPerTask * extra / batch));
  }

  /**
   * How many memories a rival sees in each of its draws, of which it makes so many a step, to match
   * the sleeper.
   *
   * @throws IllegalArgumentException if they cannot be shared out evenly
   */
  public static int replay(int byDay, int extra, int draws) {
    if ((byDay + extra) % draws != 0) {
      throw new IllegalArgumentException(
          "%d + %d memories a step in %d draws: the sum must divide by the draws"
              .formatted(byDay, extra, draws));
    }
    return (byDay + extra) / draws;
  }

  /** What the ledgers say of each run that was to pay like another; empty where all agree. */
  public static List<String> complaints(Results results) {
    List<String> complaints = new ArrayList<>();
    double tolerance = results.quick() ? QUICK_TOLERANCE : TOLERANCE;
    for (Arm arm : results.arms()) {
      if (arm.paysLike().isEmpty()) {
        continue;
      }
      for (Outcome run : results.of(arm.name())) {
        for (Outcome other : results.of(arm.paysLike())) {
          double paid = run.measure(Measure.GRADIENT_SAMPLES);
          double wanted = other.measure(Measure.GRADIENT_SAMPLES);
          if (run.seed() == other.seed() && !(Math.abs(paid / wanted - 1) <= tolerance)) {
            complaints.add(
                String.format(
                    Locale.ROOT,
                    "%s, seed %d, paid %,.0f gradient samples, %s %,.0f: %+.1f %%",
                    arm.name(),
                    run.seed(),
                    paid,
                    other.arm(),
                    wanted,
                    100 * (paid / wanted - 1)));
          }
        }
      }
    }
    return complaints;
  }
}
