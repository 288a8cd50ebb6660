package io.reverie.sleep.evaluate;

/**
 * A sample in a few numbers.
 *
 * @param n how many values there are
 * @param mean their mean
 * @param sd their standard deviation, with n − 1; 0 of a single value
 * @param least the smallest
 * @param most the largest
 */
public record Spread(int n, double mean, double sd, double least, double most) {
  /**
   * Of these values.
   *
   * @throws IllegalArgumentException if there is none, or one is not finite
   */
  public static Spread of(double... values) {
    double[] checked = finite(values);
    double sum = 0;
    double least = Double.POSITIVE_INFINITY;
    double most = Double.NEGATIVE_INFINITY;
    for (double value : checked) {
      sum += value;
      least = Math.min(least, value);
      most = Math.max(most, value);
    }
    double mean = sum / checked.length;
    double squares = 0;
    for (double value : checked) {
      squares += (value - mean) * (value - mean);
    }
    double sd = checked.length < 2 ? 0 : Math.sqrt(squares / (checked.length - 1));
    return new Spread(checked.length, mean, sd, least, most);
  }

  /** The standard error of the mean, sd / √n. */
  public double error() {
    return sd / Math.sqrt(n);
  }

  /** {@code first[i] − second[i]}: what differs where everything else is the same. */
  public static double[] differences(double[] first, double[] second) {
    if (first.length != second.length) {
      throw new IllegalArgumentException(
          "%d values against %d: paired seeds are needed, the same in both arms, in the same order"
              .formatted(first.length, second.length));
    }
    double[] differences = new double[first.length];
    for (int i = 0; i < differences.length; i++) {
      differences[i] = first[i] - second[i];
    }
    return differences;
  }

  /** The same array, once it is known to have values and nothing but numbers. */
  static double[] finite(double[] values) {
    if (values.length == 0) {
      throw new IllegalArgumentException("statistics of no values: at least one seed is needed");
    }
    for (int i = 0; i < values.length; i++) {
      if (!Double.isFinite(values[i])) {
        throw new IllegalArgumentException(
            "value %d of %d is %s: report the failed run, and leave its seed out of every arm"
                .formatted(i, values.length, values[i]));
      }
    }
    return values;
  }
}
