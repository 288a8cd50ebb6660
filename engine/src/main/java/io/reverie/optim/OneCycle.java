package io.reverie.optim;

/**
 * One cycle of the learning rate (Smith &amp; Topin 2019, "Super-convergence"): from max/div up to
 * max, then down to max/div/finalDiv at the last step, along half cosines. The rate stays there.
 *
 * @param max the largest rate
 * @param total how many steps the whole takes, 2 or more
 * @param rise the share of steps on the way up, in [0, 1]
 * @param div how many times smaller the first rate is
 * @param finalDiv how many times smaller than the first the last rate is
 */
public record OneCycle(double max, int total, double rise, double div, double finalDiv)
    implements Schedule {
  /** Checks the numbers. */
  public OneCycle {
    if (total < 2 || !(rise >= 0 && rise <= 1) || !(div > 0) || !(finalDiv > 0)) {
      throw new IllegalArgumentException(
          "one cycle of %d steps, rise %s, div %s, finalDiv %s: total ≥ 2, 0 ≤ rise ≤ 1, others > 0"
              .formatted(total, rise, div, finalDiv));
    }
  }

  /** PyTorch's defaults: 30 % of the steps up, from max/25, down to that over 10⁴. */
  public static OneCycle of(double max, int total) {
    return new OneCycle(max, total, 0.3, 25, 1e4);
  }

  @Override
  public double rate(int step) {
    double first = max / div;
    double last = first / finalDiv;
    double top = rise * total - 1;
    double end = total - 1.0;
    if (step <= top && top > 0) {
      return between(first, max, step / top);
    }
    // A rise of no steps at all has its top before step 0, as PyTorch has it.
    return between(max, last, Math.min(1, (step - top) / (end - top)));
  }

  private static double between(double from, double to, double share) {
    return to + (from - to) * (1 + Math.cos(Math.PI * share)) / 2;
  }
}
