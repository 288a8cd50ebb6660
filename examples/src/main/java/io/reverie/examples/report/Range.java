package io.reverie.examples.report;

import java.util.stream.DoubleStream;

/** A closed interval of finite numbers. */
public record Range(double low, double high) {
  public static final Range UNIT = new Range(0, 1);

  public Range {
    if (!Double.isFinite(low) || !Double.isFinite(high) || low > high) {
      throw new IllegalArgumentException(
          "range from %s to %s: give two finite numbers, the lower one first".formatted(low, high));
    }
  }

  /** The span of the finite values; {@link #UNIT} if there are none. */
  public static Range of(DoubleStream values) {
    var span = values.filter(Double::isFinite).summaryStatistics();
    return span.getCount() == 0 ? UNIT : new Range(span.getMin(), span.getMax());
  }

  public Range including(double value) {
    return new Range(Math.min(low, value), Math.max(high, value));
  }

  public boolean contains(double value) {
    return value >= low && value <= high;
  }

  public double clamp(double value) {
    return Math.clamp(value, low, high);
  }

  public double length() {
    return high - low;
  }

  /** The same range, or some room around its only value, so that it can be drawn. */
  Range opened() {
    if (length() > Math.ulp(Math.max(Math.abs(low), Math.abs(high))) * 16) {
      return this;
    }
    double room = low == 0 ? 1 : Math.abs(low) * 0.1;
    return new Range(low - room, high + room);
  }
}
