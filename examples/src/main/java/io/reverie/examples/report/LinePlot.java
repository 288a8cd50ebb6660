package io.reverie.examples.report;

import io.reverie.examples.report.LineChart.Divider;
import io.reverie.examples.report.LineChart.Series;
import io.reverie.examples.report.LineChart.Shade;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;

/** A {@link LineChart} laid out for one width. */
final class LinePlot {
  private static final double LABEL_GAP = 15;
  private static final double DIVIDER_ROW = 16;
  private static final int MARKED_POINTS = 30;

  private final LineChart chart;
  private final int width;
  private final Map<String, String> colours;
  private final Legend legend;
  private final boolean labelledAtEnds;
  private final Axis x;
  private final Axis y;
  private final List<Divider> dividers;
  private final int[] dividerRows;

  LinePlot(LineChart chart, int width) {
    this.chart = chart;
    this.width = width;
    colours = Palette.of(chart.series().stream().map(Series::name).toList());
    double plotHeight = Math.clamp(width * 0.4, 200, 320);
    double longestName =
        chart.series().stream()
            .mapToDouble(series -> Lettering.width(series.name(), Lettering.PLAIN))
            .max()
            .orElse(0);
    labelledAtEnds =
        Chart.isRoomy(width)
            && longestName < width * 0.25
            && chart.series().size() * LABEL_GAP < plotHeight;
    legend = legend();

    var flatY = yAxis(0, 1);
    double tickWidth =
        flatY.ticks().stream()
            .mapToDouble(tick -> Lettering.width(tickLabel(tick, flatY), Lettering.SMALL))
            .max()
            .orElse(0);
    double right = width - (labelledAtEnds && longestName > 0 ? longestName + 26 : 14);
    x = xAxis(tickWidth + 10, right);
    dividers = visibleDividers();
    dividerRows = dividerRows();
    int rows = 0;
    for (int row : dividerRows) {
      rows = Math.max(rows, row + 1);
    }
    double top = (legend.isEmpty() ? 0 : legend.height() + 8) + 26 + rows * DIVIDER_ROW;
    y = yAxis(top + plotHeight, top);
  }

  String drawn() {
    var root = Svg.root(width, y.start() + 44, chart.title(), description());
    root.addAll(legend.drawn());
    double headline = legend.isEmpty() ? 12 : legend.height() + 20;
    root.add(Svg.text(0, headline, "small", chart.yLabel()));
    root.addAll(shades()).addAll(gridAndTicks()).addAll(dividerMarks());
    chart.series().forEach(series -> root.addAll(band(series)));
    chart.series().forEach(series -> root.addAll(curve(series)));
    if (labelledAtEnds) {
      root.addAll(endLabels());
    }
    return root.toString();
  }

  private Legend legend() {
    var legend = new Legend(width);
    if (!labelledAtEnds && chart.series().size() > 1) {
      chart.series().forEach(s -> legend.line(s.name(), colours.get(s.name()), s.dashed()));
    }
    chart.shades().stream().map(Shade::label).distinct().forEach(legend::shade);
    return legend;
  }

  private Axis xAxis(double start, double end) {
    var values = chart.series().stream().flatMapToDouble(series -> DoubleStream.of(series.x()));
    var shaded = chart.shades().stream().flatMapToDouble(s -> DoubleStream.of(s.from(), s.to()));
    var borders = chart.dividers().stream().mapToDouble(Divider::at);
    double[] all =
        DoubleStream.concat(values, DoubleStream.concat(shaded, borders))
            .filter(Double::isFinite)
            .toArray();
    var axis = Axis.tight(Range.of(DoubleStream.of(all)), Chart.isRoomy(width) ? 7 : 4, start, end);
    return DoubleStream.of(all).allMatch(v -> v == Math.rint(v)) ? axis.whole() : axis;
  }

  private Axis yAxis(double start, double end) {
    if (chart.range().isPresent()) {
      return Axis.tight(chart.range().get(), 5, start, end);
    }
    var range = Range.of(chart.series().stream().flatMapToDouble(LinePlot::edges));
    // A band may reach past 100%, but the axis of a share should not.
    boolean isShare = chart.unit() == Unit.PERCENT && Range.UNIT.contains(Range.of(ys()).high());
    if (isShare && range.high() > 1) {
      range = new Range(Math.min(range.low(), 1), 1);
    }
    return Axis.rounded(range, 5, start, end);
  }

  private DoubleStream ys() {
    return chart.series().stream().flatMapToDouble(series -> DoubleStream.of(series.y()));
  }

  private static DoubleStream edges(Series series) {
    var edges = DoubleStream.builder();
    for (int i = 0; i < series.y().length; i++) {
      edges.add(series.low(i)).add(series.high(i));
    }
    return edges.build();
  }

  private double yAt(double value) {
    return y.at(Double.isFinite(value) ? y.range().clamp(value) : value);
  }

  private String tickLabel(double tick, Axis axis) {
    return chart.unit().tick(tick, axis.step());
  }

  private List<Element> gridAndTicks() {
    var drawn = new ArrayList<Element>();
    for (double tick : y.ticks()) {
      double at = y.at(tick);
      drawn.add(Svg.line(x.start(), at, x.end(), at, "grid"));
      drawn.add(Svg.textEnding(x.start() - 8, at + 4, "small", tickLabel(tick, y)));
    }
    double bottom = y.start();
    drawn.add(Svg.line(x.start(), bottom, x.end(), bottom, "axis"));
    for (double tick : x.ticks()) {
      double at = x.at(tick);
      drawn.add(Svg.line(at, bottom, at, bottom + 4, "axis"));
      drawn.add(tickText(at, bottom + 18, Unit.NUMBER.tick(tick, x.step())));
    }
    drawn.add(Svg.textEnding(x.end(), bottom + 36, "small", chart.xLabel()));
    return drawn;
  }

  /** A tick's label, centred, unless that would leave the paper. */
  private Element tickText(double at, double baseline, String label) {
    double half = Lettering.width(label, Lettering.SMALL) / 2;
    return at + half > width
        ? Svg.textEnding(width, baseline, "small", label)
        : Svg.textCentred(at, baseline, "small", label);
  }

  private List<Element> shades() {
    return chart.shades().stream()
        .filter(shade -> Double.isFinite(shade.from()) && Double.isFinite(shade.to()))
        .map(shade ->
            Svg.rect(
                x.at(Math.min(shade.from(), shade.to())),
                y.end(),
                // A night that is short beside the day still has to be seen.
                Math.max(1.5, Math.abs(x.at(shade.to()) - x.at(shade.from()))),
                y.start() - y.end(),
                "shade"))
        .toList();
  }

  private List<Divider> visibleDividers() {
    return chart.dividers().stream()
        .filter(divider -> x.range().contains(divider.at()))
        .sorted(Comparator.comparingDouble(Divider::at))
        .toList();
  }

  /** Labels that would collide go to a second row; in a crowd, only some are written. */
  private int[] dividerRows() {
    double[] starts = dividers.stream().mapToDouble(this::labelStart).toArray();
    double[] widths = dividers.stream().mapToDouble(d -> labelWidth(d) + 6).toArray();
    return Dodge.rows(starts, widths, 2);
  }

  private double labelStart(Divider divider) {
    return Math.max(0, Math.min(x.at(divider.at()), width - labelWidth(divider)));
  }

  private static double labelWidth(Divider divider) {
    return Lettering.width(divider.label(), Lettering.SMALL);
  }

  private List<Element> dividerMarks() {
    var drawn = new ArrayList<Element>();
    for (int i = 0; i < dividers.size(); i++) {
      var divider = dividers.get(i);
      double at = x.at(divider.at());
      double rise = Math.max(0, dividerRows[i]) * DIVIDER_ROW;
      drawn.add(Svg.line(at, y.end() - rise, at, y.start(), "divider"));
      if (dividerRows[i] >= 0) {
        double baseline = y.end() - rise - 5;
        drawn.add(Svg.text(labelStart(divider), baseline, "small", divider.label()));
      }
    }
    return drawn;
  }

  /** The outline of a band: there along its upper edge and back along the lower, run by run. */
  private List<Element> band(Series series) {
    if (series.spread().length == 0) {
      return List.of();
    }
    var pen = new Pen();
    int[] kept = Thinning.keep(series.x(), series.y(), width);
    for (int from = 0; from < kept.length; from++) {
      int to = from;
      while (to < kept.length && isDrawn(series, kept[to])) {
        pen.to(x.at(series.x()[kept[to]]), yAt(series.high(kept[to])));
        to++;
      }
      for (int back = to - 1; back >= from; back--) {
        pen.to(x.at(series.x()[kept[back]]), yAt(series.low(kept[back])));
      }
      pen.close();
      from = to;
    }
    return pen.isEmpty() ? List.of() : List.of(coloured(Svg.path(pen, "band"), series));
  }

  private List<Element> curve(Series series) {
    var drawn = new ArrayList<Element>();
    var pen = new Pen();
    int[] kept = Thinning.keep(series.x(), series.y(), width);
    for (int k = 0; k < kept.length; k++) {
      double atX = x.at(series.x()[kept[k]]);
      double atY = yAt(series.y()[kept[k]]);
      pen.to(atX, atY);
      boolean alone =
          (k == 0 || !isDrawn(series, kept[k - 1]))
              && (k == kept.length - 1 || !isDrawn(series, kept[k + 1]));
      boolean marked = kept.length <= MARKED_POINTS && !series.dashed();
      if (isDrawn(series, kept[k]) && (alone || marked)) {
        drawn.add(coloured(Svg.circle(atX, atY, 3.25, "dot"), series));
      }
    }
    if (!pen.isEmpty()) {
      // Noise at full weight would be a slab.
      var weight = series.dashed() ? "curve dashed" : kept.length > width ? "curve thin" : "curve";
      drawn.addFirst(coloured(Svg.path(pen, weight), series));
    }
    return drawn;
  }

  private static boolean isDrawn(Series series, int i) {
    return Double.isFinite(series.x()[i]) && Double.isFinite(series.y()[i]);
  }

  /** Each curve's name where the curve ends, led there by a fine line where names are crowded. */
  private List<Element> endLabels() {
    var ended = chart.series().stream().filter(series -> last(series) >= 0).toList();
    double[] ends = ended.stream().mapToDouble(s -> yAt(s.y()[last(s)])).toArray();
    double[] placed = Dodge.spread(ends, LABEL_GAP, new Range(y.end(), y.start()));
    var drawn = new ArrayList<Element>();
    for (int i = 0; i < ends.length; i++) {
      var series = ended.get(i);
      double endX = x.at(series.x()[last(series)]);
      var leader = new Pen();
      leader.to(endX + 4, ends[i]).to(x.end() + 8, ends[i]).to(x.end() + 18, placed[i]);
      drawn.add(coloured(Svg.path(leader, "leader"), series));
      drawn.add(Svg.text(x.end() + 22, placed[i] + 4, "name", series.name()));
    }
    return drawn;
  }

  private static int last(Series series) {
    int i = series.y().length - 1;
    while (i >= 0 && !isDrawn(series, i)) {
      i--;
    }
    return i;
  }

  private Element coloured(Element element, Series series) {
    return element.coloured(colours.get(series.name()));
  }

  private String description() {
    var ends =
        chart.series().stream()
            .map(s -> last(s) < 0 ? s.name() + " has no values" : endsAt(s))
            .collect(Collectors.joining("; "));
    return "Line chart of %s over %s. %s".formatted(chart.yLabel(), chart.xLabel(), ends);
  }

  private String endsAt(Series series) {
    return "%s ends at %s".formatted(series.name(), chart.unit().value(series.y()[last(series)]));
  }
}
