package io.reverie.examples.lab;

import io.reverie.sleep.evaluate.Bootstrap;
import io.reverie.sleep.evaluate.Interval;
import io.reverie.sleep.evaluate.Significance;
import io.reverie.tensor.Rng;
import java.util.Arrays;

/**
 * The mean of a contrast over the seeds, and what is known of it.
 *
 * @param mean the mean
 * @param low the lower end of its 95 % interval, by the BCa bootstrap over seeds
 * @param high the upper end
 * @param p the probability of the signed-rank test
 * @param seeds how many seeds
 */
public record Estimate(double mean, double low, double high, double p, int seeds) {
  /** Of figures that belong to one seed each; those that are no number make it no number. */
  static Estimate of(double... figures) {
    double mean = Arrays.stream(figures).average().orElse(Double.NaN);
    if (figures.length < 2 || !Double.isFinite(mean)) {
      return new Estimate(mean, Double.NaN, Double.NaN, Double.NaN, figures.length);
    }
    // A stream of its own, always the same: a page made twice says the same twice.
    Interval interval = Bootstrap.bca().mean(figures, Rng.of(0));
    return new Estimate(
        mean, interval.low(), interval.high(), Significance.signedRank(figures), figures.length);
  }

  /** Whether there is an interval. */
  public boolean isKnown() {
    return Double.isFinite(low) && Double.isFinite(high);
  }
}
