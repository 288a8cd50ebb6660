package io.reverie.bench.report;

import java.util.ArrayList;
import java.util.List;

/** Bars that lie one below the other, in one colour a series, with their numbers written out. */
final class BarChart {
  private static final String[] COLOURS = {
    "#2f6fb2", "#e07a2f", "#3a9d6e", "#8a63b8", "#b8484a", "#7a6a58", "#d58fb5", "#8f9a2c"
  };
  private static final int LEFT = 300;
  private static final int LENGTH = 420;
  private static final int ROW = 20;
  private static final int GAP = 8;

  private final String title;
  private final double most;
  private final List<String> series = new ArrayList<>();
  private final List<Bar> bars = new ArrayList<>();
  private final List<Mark> marks = new ArrayList<>();

  private record Bar(String label, double value, String text, int series) {}

  private record Mark(double value, String label) {}

  /**
   * An empty chart.
   *
   * @param most where the axis ends; longer bars end there too, their number tells
   */
  BarChart(String title, double most) {
    this.title = title;
    this.most = most;
  }

  /** A chart as long as its longest value. */
  static BarChart upTo(String title, double longest) {
    return new BarChart(title, longest > 0 ? longest : 1);
  }

  /** One more bar; bars of one label stand together. */
  BarChart bar(String label, String ofSeries, double value, String text) {
    if (!series.contains(ofSeries)) {
      series.add(ofSeries);
    }
    bars.add(new Bar(label, value, text, series.indexOf(ofSeries)));
    return this;
  }

  /** A line across all bars, such as the limit. */
  BarChart mark(double value, String label) {
    marks.add(new Mark(value, label));
    return this;
  }

  boolean isEmpty() {
    return bars.isEmpty();
  }

  /** The picture. */
  Svg draw() {
    int top = 74;
    long groups = bars.stream().map(Bar::label).distinct().count();
    double bottom = top + bars.size() * ROW + groups * GAP;
    Svg svg = new Svg(LEFT + LENGTH + 110, (int) bottom + 20, title);
    double at = 20;
    for (int i = 0; series.size() > 1 && i < series.size(); i++) {
      svg.bar(at, 42, 10, 10, COLOURS[i % COLOURS.length]);
      svg.text(at + 16, 52, "start", 12, Svg.INK, series.get(i));
      at += 40 + 7.0 * series.get(i).length();
    }
    for (Mark mark : marks) {
      double x = LEFT + length(mark.value);
      svg.line(x, top - 4, x, bottom, Svg.GREY, "stroke-dasharray=\"4 3\"");
      svg.text(x, top - 8, "middle", 11, Svg.GREY, mark.label);
    }
    String last = "";
    double y = top - ROW - GAP;
    for (Bar bar : bars) {
      y += ROW;
      if (!bar.label.equals(last)) {
        y += bars.size() > groups || last.isEmpty() ? GAP : 0;
        svg.text(LEFT - 8, y + 14, "end", 12, Svg.INK, bar.label);
      }
      last = bar.label;
      svg.bar(LEFT, y + 3, length(bar.value), ROW - 6, COLOURS[bar.series % COLOURS.length]);
      svg.text(LEFT + length(bar.value) + 6, y + 14, "start", 12, Svg.INK, bar.text);
    }
    return svg;
  }

  private double length(double value) {
    return LENGTH * Math.min(value, most) / most;
  }
}
