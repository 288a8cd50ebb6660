package io.reverie.sleep.evaluate;

import io.reverie.tensor.Rng;

/**
 * One arm against another over paired seeds: same order, same initial weights, same stream.
 *
 * <p>A claim needs at least ten seeds and a primary measure named beforehand. Of several
 * comparisons, the tests are corrected together by {@link Significance#holm}.
 *
 * @param first the one arm
 * @param second the other
 * @param difference of the first minus the second, seed by seed
 * @param interval where the mean difference lies (BCa bootstrap, 95 %)
 * @param signedRank the probability of the signed-rank test
 * @param sign the probability of the sign test
 * @param effect Hedges' g of the differences: {@link #hedges(double...)}
 */
public record Comparison(
    Spread first,
    Spread second,
    Spread difference,
    Interval interval,
    double signedRank,
    double sign,
    double effect) {
  /**
   * Compares two arms; element i of both is seed i.
   *
   * @param rng for the bootstrap; the same stream gives the same interval
   * @throws IllegalArgumentException if they are not equally long, or not all finite
   */
  public static Comparison of(double[] first, double[] second, Rng rng) {
    double[] differences = Spread.differences(first, second);
    return new Comparison(
        Spread.of(first),
        Spread.of(second),
        Spread.of(differences),
        Bootstrap.bca().mean(differences, rng),
        Significance.signedRank(differences),
        Significance.sign(differences),
        hedges(differences));
  }

  /** Whether the interval leaves out zero. */
  public boolean differs() {
    return !interval.contains(0);
  }

  /**
   * Hedges' g of paired differences: their mean in units of their own deviation (Cohen's d_z),
   * times 1 − 3/(4f − 1) for n − 1 = f degrees of freedom (Hedges 1981). Infinite where all
   * differences are the same but not zero. Not to be compared with the g of two groups.
   */
  public static double hedges(double... differences) {
    Spread spread = Spread.of(differences);
    return correction(spread.n() - 1) * ratio(spread.mean(), spread.sd());
  }

  /**
   * Hedges' g of two groups: the difference of their means in units of the pooled deviation, with
   * the same correction. What most tables print, even where seeds are paired.
   */
  public static double hedges(double[] first, double[] second) {
    Spread a = Spread.of(first);
    Spread b = Spread.of(second);
    int freedom = a.n() + b.n() - 2;
    double pooled =
        Math.sqrt(((a.n() - 1) * a.sd() * a.sd() + (b.n() - 1) * b.sd() * b.sd()) / freedom);
    return correction(freedom) * ratio(a.mean() - b.mean(), freedom == 0 ? 0 : pooled);
  }

  private static double correction(int freedom) {
    return freedom < 1 ? 1 : 1 - 3.0 / (4 * freedom - 1);
  }

  private static double ratio(double mean, double sd) {
    return mean == 0 ? 0 : mean / sd;
  }
}
