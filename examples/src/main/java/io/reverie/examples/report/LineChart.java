package io.reverie.examples.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Several series over one axis, such as the accuracy of each task over time, with the borders of
 * tasks as dividers and the nights as shaded intervals.
 *
 * @param range the vertical range; the data's own, widened to round numbers, if empty
 */
public record LineChart(
    String title,
    String xLabel,
    String yLabel,
    Unit unit,
    Optional<Range> range,
    List<Series> series,
    List<Divider> dividers,
    List<Shade> shades)
    implements Chart {

  /**
   * A named curve. A value that is NaN breaks it.
   *
   * @param spread half the height of the band around each point, or an empty array for no band
   */
  public record Series(String name, double[] x, double[] y, double[] spread, boolean dashed) {
    public Series {
      if (x.length != y.length || spread.length != 0 && spread.length != y.length) {
        throw new IllegalArgumentException(
            "series '%s' has %d x, %d y and %d spreads: each point needs both, all or none a spread"
                .formatted(name, x.length, y.length, spread.length));
      }
      x = x.clone();
      y = y.clone();
      spread = spread.clone();
    }

    public static Series of(String name, double[] x, double[] y) {
      return new Series(name, x, y, new double[0], false);
    }

    /** The same curve in a band of one standard deviation, or another measure of spread. */
    public Series band(double... spread) {
      return new Series(name, x, y, spread, dashed);
    }

    /** The same curve dashed, as suits bounds and references. */
    public Series asReference() {
      return new Series(name, x, y, spread, true);
    }

    double low(int i) {
      return spread.length > 0 && Double.isFinite(spread[i]) ? y[i] - spread[i] : y[i];
    }

    double high(int i) {
      return spread.length > 0 && Double.isFinite(spread[i]) ? y[i] + spread[i] : y[i];
    }
  }

  /** A vertical line with a label at its head, such as the start of a task. */
  public record Divider(double at, String label) {}

  /** A shaded interval, such as a night; intervals of one label share a line in the legend. */
  public record Shade(double from, double to, String label) {}

  public LineChart {
    series = List.copyOf(series);
    dividers = List.copyOf(dividers);
    shades = List.copyOf(shades);
  }

  /** A chart without data yet, in plain numbers and with the data's own range. */
  public static LineChart of(String title, String xLabel, String yLabel) {
    return new LineChart(
        title, xLabel, yLabel, Unit.NUMBER, Optional.empty(), List.of(), List.of(), List.of());
  }

  public LineChart unit(Unit unit) {
    return new LineChart(title, xLabel, yLabel, unit, range, series, dividers, shades);
  }

  /** The same chart with a fixed vertical range; what lies outside is drawn on its edge. */
  public LineChart range(double low, double high) {
    var fixed = Optional.of(new Range(low, high));
    return new LineChart(title, xLabel, yLabel, unit, fixed, series, dividers, shades);
  }

  public LineChart add(Series added) {
    var more = plus(series, added);
    return new LineChart(title, xLabel, yLabel, unit, range, more, dividers, shades);
  }

  public LineChart add(String name, double[] x, double[] y) {
    return add(Series.of(name, x, y));
  }

  public LineChart divider(double at, String label) {
    var more = plus(dividers, new Divider(at, label));
    return new LineChart(title, xLabel, yLabel, unit, range, series, more, shades);
  }

  public LineChart shade(double from, double to, String label) {
    var more = plus(shades, new Shade(from, to, label));
    return new LineChart(title, xLabel, yLabel, unit, range, series, dividers, more);
  }

  @Override
  public String svg(int width) {
    return new LinePlot(this, width).drawn();
  }

  private static <T> List<T> plus(List<T> list, T added) {
    var more = new ArrayList<>(list);
    more.add(added);
    return more;
  }
}
