package io.reverie.examples.report;

import java.util.ArrayList;
import java.util.List;

/**
 * Horizontal bars with error whiskers and their values in numbers: a row for each method, a panel
 * for each measure, such as accuracy and forgetting.
 */
public record BarChart(String title, List<Measure> measures, List<Row> rows) implements Chart {

  /** What one panel shows, such as "forgetting (lower is better)". */
  public record Measure(String name, Unit unit) {}

  /**
   * The length of a bar and of its whisker to either side.
   *
   * @param value NaN if missing
   * @param spread 0 for no whisker
   */
  public record Bar(double value, double spread) {
    public static final Bar MISSING = new Bar(Double.NaN, 0);

    public static Bar of(double value) {
      return new Bar(value, 0);
    }

    double low() {
      return Double.isFinite(spread) ? value - Math.abs(spread) : value;
    }

    double high() {
      return Double.isFinite(spread) ? value + Math.abs(spread) : value;
    }

    boolean isDrawn() {
      return Double.isFinite(value);
    }

    boolean hasWhisker() {
      return isDrawn() && Double.isFinite(spread) && spread != 0;
    }
  }

  /** A method's name and its bars, one for each measure. */
  public record Row(String label, List<Bar> bars) {
    public Row {
      bars = List.copyOf(bars);
    }
  }

  public BarChart {
    measures = List.copyOf(measures);
    rows = List.copyOf(rows);
    for (var row : rows) {
      if (row.bars().size() != measures.size()) {
        throw new IllegalArgumentException(
            "row '%s' has %d bars for %d measures; use Bar.MISSING for what was not measured"
                .formatted(row.label(), row.bars().size(), measures.size()));
      }
    }
  }

  public static BarChart of(String title, Measure... measures) {
    return new BarChart(title, List.of(measures), List.of());
  }

  public BarChart row(String label, Bar... bars) {
    var more = new ArrayList<>(rows);
    more.add(new Row(label, List.of(bars)));
    return new BarChart(title, measures, more);
  }

  /** The same chart with one more row, where there is one measure only. */
  public BarChart row(String label, double value, double spread) {
    return row(label, new Bar(value, spread));
  }

  @Override
  public String svg(int width) {
    return new BarPlot(this, width).drawn();
  }
}
