package io.reverie.sleep.evaluate;

/**
 * Where a number lies, as far as so many seeds can tell.
 *
 * @param low the lower end
 * @param high the upper end
 * @param level how often such intervals cover the truth, such as 0.95
 */
public record Interval(double low, double high, double level) {
  /** Whether this number lies inside, ends included. */
  public boolean contains(double value) {
    return low <= value && value <= high;
  }

  /** Whether the whole interval lies above a number: {@code above(0)} of a claim's differences. */
  public boolean above(double value) {
    return low > value;
  }

  /** Whether the whole interval lies below a number. */
  public boolean below(double value) {
    return high < value;
  }

  /** From the lower to the upper end. */
  public double width() {
    return high - low;
  }
}
