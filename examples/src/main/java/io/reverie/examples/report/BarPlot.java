package io.reverie.examples.report;

import io.reverie.examples.report.BarChart.Bar;
import io.reverie.examples.report.BarChart.Row;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * A {@link BarChart} laid out for one width: panels side by side with names to their left where
 * there is room, or one beneath the other with names above the bars.
 */
final class BarPlot {
  private static final double BAR = 14;
  private static final double GUTTER = 32;
  private static final double HEAD = 28;
  private static final double FOOT = 30;

  private final BarChart chart;
  private final int width;
  private final Map<String, String> colours;
  private final double left;
  private final int columns;
  private final double panel;
  private final boolean namedAbove;
  private final double pitch;

  BarPlot(BarChart chart, int width) {
    this.chart = chart;
    this.width = width;
    colours = Palette.of(chart.rows().stream().map(Row::label).toList());
    double longest =
        chart.rows().stream()
            .mapToDouble(row -> Lettering.width(row.label(), Lettering.PLAIN))
            .max()
            .orElse(0);
    namedAbove = !Chart.isRoomy(width) || longest > width * 0.4;
    left = namedAbove ? 0 : longest + 14;
    pitch = namedAbove ? 43 : 28;
    int measures = Math.max(1, chart.measures().size());
    int fitting = Math.max(1, (int) ((width - left + GUTTER) / (200 + GUTTER)));
    columns = Math.ceilDiv(measures, Math.ceilDiv(measures, fitting));
    panel = (width - left - (columns - 1) * GUTTER) / columns;
  }

  String drawn() {
    int measures = chart.measures().size();
    double tall = HEAD + chart.rows().size() * pitch + FOOT;
    int rows = Math.ceilDiv(measures, columns);
    double height = Math.max(24, rows * (tall + 14) - 14);
    var root = Svg.root(width, height, chart.title(), description());
    for (int m = 0; m < measures; m++) {
      double x = left + m % columns * (panel + GUTTER);
      double y = m / columns * (tall + 14);
      addPanel(root, m, x, y);
    }
    return root.toString();
  }

  private void addPanel(Element root, int index, double x, double y) {
    var measure = chart.measures().get(index);
    var axis = axis(index, x);
    double top = y + HEAD;
    double base = top + chart.rows().size() * pitch;
    var name = Lettering.fit(measure.name(), Lettering.PLAIN * 1.06, panel);
    root.add(Svg.text(x, y + 12, "name strong", name));
    for (double tick : axis.ticks()) {
      var label = measure.unit().tick(tick, axis.step());
      root.add(tickText(axis.at(tick), base + 17, label, x));
    }
    for (int i = 0; i < chart.rows().size(); i++) {
      var row = chart.rows().get(i);
      double rowTop = top + i * pitch;
      double middle = rowTop + (namedAbove ? pitch - BAR / 2 - 5 : pitch / 2);
      // The lines stop short of names that stand above the bars.
      double lineTop = namedAbove ? middle - BAR / 2 - 3 : rowTop;
      double lineEnd = namedAbove ? middle + BAR / 2 + 3 : rowTop + pitch;
      for (double tick : axis.ticks()) {
        double at = axis.at(tick);
        root.add(Svg.line(at, lineTop, at, lineEnd, tick == 0 ? "axis" : "grid"));
      }
      addName(root, row.label(), index, x, middle);
      addBar(root, row.bars().get(index), measure.unit(), axis, middle, colours.get(row.label()));
    }
  }

  private void addName(Element root, String label, int index, double x, double middle) {
    if (namedAbove) {
      var fitted = Lettering.fit(label, Lettering.PLAIN, panel);
      root.add(Svg.text(x, middle - BAR / 2 - 7, "name", fitted));
    } else if (index % columns == 0) {
      root.add(Svg.textEnding(left - 12, middle + 4.5, "name", label));
    }
  }

  /**
   * The scale of a panel, which always shows zero and leaves room at its right for the longest
   * number. Shares are of one kind, so their panels have one scale; plain numbers may be seconds
   * here and bytes there.
   */
  private Axis axis(int index, double x) {
    boolean isShare = unit(index) == Unit.PERCENT;
    int[] alike =
        IntStream.range(0, chart.measures().size())
            .filter(other -> other == index || isShare && unit(other) == Unit.PERCENT)
            .toArray();
    double numbers = 0;
    var ends = DoubleStream.builder();
    for (var row : chart.rows()) {
      for (int i : alike) {
        numbers = Math.max(numbers, Lettering.width(number(row, i), Lettering.PLAIN));
        ends.add(row.bars().get(i).low()).add(row.bars().get(i).high());
      }
    }
    var range = Range.of(ends.build()).including(0);
    var shown = range.length() == 0 ? Range.UNIT : range;
    return Axis.tight(shown, 5, x, x + panel - Math.max(numbers + 12, 30));
  }

  private Unit unit(int index) {
    return chart.measures().get(index).unit();
  }

  private void addBar(Element root, Bar bar, Unit unit, Axis axis, double middle, String colour) {
    double zero = axis.at(0);
    double labelled = zero;
    if (bar.isDrawn()) {
      double end = axis.at(bar.value());
      root.add(
          Svg.rect(Math.min(zero, end), middle - BAR / 2, Math.abs(end - zero), BAR, "bar")
              .with("rx", 1.5)
              .coloured(colour));
      labelled = Math.max(zero, axis.at(bar.high()));
    }
    if (bar.hasWhisker()) {
      double low = axis.at(bar.low());
      double high = axis.at(bar.high());
      root.add(Svg.line(low, middle, high, middle, "whisker"));
      root.add(Svg.line(low, middle - 3.5, low, middle + 3.5, "whisker"));
      root.add(Svg.line(high, middle - 3.5, high, middle + 3.5, "whisker"));
    }
    var text = unit.value(bar.value(), bar.spread());
    root.add(Svg.text(labelled + 8, middle + 4.5, "name halo", text));
  }

  /** A tick's label, centred, unless it would stick out of its panel. */
  private Element tickText(double at, double baseline, String label, double x) {
    double half = Lettering.width(label, Lettering.SMALL) / 2;
    return namedAbove && at - half < x
        ? Svg.text(x, baseline, "small", label)
        : Svg.textCentred(at, baseline, "small", label);
  }

  private String description() {
    return chart.rows().stream()
        .map(row -> row.label() + ": " + values(row))
        .collect(Collectors.joining(". ", "Bar chart. ", "."));
  }

  private String values(Row row) {
    return IntStream.range(0, row.bars().size())
        .mapToObj(i -> chart.measures().get(i).name() + " " + number(row, i))
        .collect(Collectors.joining(", "));
  }

  private String number(Row row, int i) {
    return unit(i).value(row.bars().get(i).value(), row.bars().get(i).spread());
  }
}
