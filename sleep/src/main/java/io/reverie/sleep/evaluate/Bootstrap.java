package io.reverie.sleep.evaluate;

import io.reverie.tensor.Rng;
import java.util.Arrays;
import java.util.function.ToDoubleFunction;

/**
 * Intervals by drawing the sample again and again from itself (Efron 1979).
 *
 * <p>Of paired seeds it is given the differences, so that pairs stay together. With fewer than
 * about ten values every bootstrap is too narrow: at ten, a 95 % interval covers some 90 %.
 *
 * @param resamples how often
 * @param level how often such intervals should cover the truth, such as 0.95
 * @param corrected whether bias and skew are corrected for (BCa, Efron 1987), or the plain
 *     percentiles are taken
 */
public record Bootstrap(int resamples, double level, boolean corrected) {
  /** Checks the numbers. */
  public Bootstrap {
    if (resamples < 1 || !(level > 0 && level < 1)) {
      throw new IllegalArgumentException(
          "a bootstrap of %d resamples at level %s: 1 or more, and a level within (0, 1), are needed"
              .formatted(resamples, level));
    }
  }

  /** Percentiles of 10,000 resamples, at 95 %. */
  public static Bootstrap percentile() {
    return new Bootstrap(10_000, 0.95, false);
  }

  /** BCa of 10,000 resamples, at 95 %: what SciPy takes unless told otherwise. */
  public static Bootstrap bca() {
    return new Bootstrap(10_000, 0.95, true);
  }

  /** Where the mean lies. */
  public Interval mean(double[] sample, Rng rng) {
    return of(sample, values -> Arrays.stream(values).sum() / values.length, rng);
  }

  /**
   * Where any function of a sample lies. Where the resamples say nothing of bias or skew, because
   * all lie on one side or all are the same, the percentiles are taken.
   *
   * @throws IllegalArgumentException if the sample is empty, or a value is not finite
   */
  public Interval of(double[] sample, ToDoubleFunction<double[]> statistic, Rng rng) {
    double[] checked = Spread.finite(sample);
    double[] drawn = new double[checked.length];
    double[] results = new double[resamples];
    for (int r = 0; r < resamples; r++) {
      for (int i = 0; i < drawn.length; i++) {
        drawn[i] = checked[rng.nextInt(checked.length)];
      }
      results[r] = statistic.applyAsDouble(drawn);
    }
    Arrays.sort(results);
    double low = (1 - level) / 2;
    double high = (1 + level) / 2;
    if (corrected) {
      double bias = bias(results, statistic.applyAsDouble(checked.clone()));
      double skew = skew(checked, statistic);
      double correctedLow = correct(low, bias, skew);
      double correctedHigh = correct(high, bias, skew);
      if (Double.isFinite(bias) && correctedLow < correctedHigh) {
        low = correctedLow;
        high = correctedHigh;
      }
    }
    return new Interval(quantile(results, low), quantile(results, high), level);
  }

  /** z₀: how far the middle of the resamples lies from the sample's own value; ties count half. */
  private static double bias(double[] sorted, double own) {
    double below = 0;
    for (double result : sorted) {
      below += result < own ? 1 : result == own ? 0.5 : 0;
    }
    return Distributions.normalQuantile(below / sorted.length);
  }

  /** The acceleration, from leaving out one value at a time. */
  private static double skew(double[] sample, ToDoubleFunction<double[]> statistic) {
    int n = sample.length;
    if (n < 2) {
      return 0;
    }
    double[] without = new double[n];
    double mean = 0;
    for (int i = 0; i < n; i++) {
      double[] rest = new double[n - 1];
      System.arraycopy(sample, 0, rest, 0, i);
      System.arraycopy(sample, i + 1, rest, i, n - 1 - i);
      without[i] = statistic.applyAsDouble(rest);
      mean += without[i] / n;
    }
    double squares = 0;
    double cubes = 0;
    for (double value : without) {
      double d = mean - value;
      squares += d * d;
      cubes += d * d * d;
    }
    return squares == 0 ? 0 : cubes / (6 * Math.pow(squares, 1.5));
  }

  private static double correct(double share, double bias, double skew) {
    double z = bias + Distributions.normalQuantile(share);
    return Distributions.normal(bias + z / (1 - skew * z));
  }

  /** The quantile with linear interpolation between order statistics, as NumPy's default. */
  private static double quantile(double[] sorted, double share) {
    double place = share * (sorted.length - 1);
    int below = (int) place;
    int above = Math.min(sorted.length - 1, below + 1);
    return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
  }
}
