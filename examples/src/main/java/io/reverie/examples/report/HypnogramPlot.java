package io.reverie.examples.report;

import io.reverie.examples.report.HypnogramChart.Episode;
import io.reverie.examples.report.HypnogramChart.Night;
import io.reverie.examples.report.HypnogramChart.Trace;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;

/** A {@link HypnogramChart} laid out for one width. */
final class HypnogramPlot {
  private static final double STAGE_ROW = 24;
  private static final double TRACE_HEAD = 26;
  private static final double TRACE = 40;
  private static final double GUTTER = 28;
  private static final double LEFT = 44;
  private static final double HEAD = 30;
  private static final double FOOT = 50;

  private final HypnogramChart chart;
  private final int width;
  private final int columns;
  private final double panel;
  private final int longest;

  HypnogramPlot(HypnogramChart chart, int width) {
    this.chart = chart;
    this.width = width;
    int nights = Math.max(1, chart.nights().size());
    int fitting = (int) ((width - LEFT + GUTTER) / (190 + GUTTER));
    // Four nights stand better two by two than three and one.
    int rows = Math.ceilDiv(nights, Math.max(1, fitting));
    columns = Math.ceilDiv(nights, rows);
    panel = (width - LEFT - 6 - (columns - 1) * GUTTER) / columns;
    longest = chart.nights().stream().mapToInt(n -> n.lastStep() - n.firstStep()).max().orElse(0);
  }

  String drawn() {
    var panels = Svg.group();
    double y = 0;
    for (int first = 0; first < chart.nights().size(); first += columns) {
      int end = Math.min(first + columns, chart.nights().size());
      var row = chart.nights().subList(first, end);
      double tallest = 0;
      for (int i = 0; i < row.size(); i++) {
        double x = LEFT + i * (panel + GUTTER);
        tallest = Math.max(tallest, addNight(panels, row.get(i), x, y, i == 0));
      }
      y += tallest;
    }
    return Svg.root(width, Math.max(y, 24), chart.title(), description()).add(panels).toString();
  }

  /** Draws one night and says how tall it became. */
  private double addNight(Element root, Night night, double x, double y, boolean named) {
    root.add(Svg.text(x, y + 13, "name strong", fit(night.title())));
    double top = y + HEAD;
    double base = top + HypnogramChart.STAGES.size() * STAGE_ROW;
    for (int level = 0; level < HypnogramChart.STAGES.size(); level++) {
      double at = levelAt(top, level);
      root.add(Svg.line(x, at, x + panel, at, "grid"));
      if (named) {
        var stage = HypnogramChart.STAGES.get(level);
        root.add(Svg.textEnding(x - 10, at + 4, "small", stage));
      }
    }
    var steps = steps(night, x);
    addStages(root, night, steps, top);
    double foot = base;
    for (var trace : night.traces()) {
      addTrace(root, trace, steps, foot);
      foot += TRACE_HEAD + TRACE;
    }
    addTicks(root, night, steps, foot + 4);
    return foot - y + FOOT;
  }

  /** The scale of a night: a step is as long in every night, so that lengths can be compared. */
  private Axis steps(Night night, double x) {
    var shown = new Range(night.firstStep(), (double) night.firstStep() + Math.max(1, longest));
    return Axis.tight(shown, panel > 400 ? 6 : 4, x, x + panel).whole();
  }

  private void addStages(Element root, Night night, Axis steps, double top) {
    var episodes =
        night.episodes().stream().sorted(Comparator.comparingInt(Episode::fromStep)).toList();
    var depth = new Pen();
    var line = new Pen();
    var rem = Svg.group();
    for (int i = 0; i < episodes.size(); i++) {
      var episode = episodes.get(i);
      double from = steps.at(episode.fromStep());
      double to = steps.at(episode.toStep());
      double at = levelAt(top, episode.level());
      if (i > 0 && episodes.get(i - 1).toStep() < episode.fromStep()) {
        line.lift();
      }
      line.to(from, at).to(to, at);
      double wake = levelAt(top, 0);
      depth.to(from, wake).to(from, at).to(to, at).to(to, wake).close();
      if (episode.isRem()) {
        rem.add(Svg.line(from, at, to, at, "rem"));
      }
    }
    if (!line.isEmpty()) {
      root.add(Svg.path(depth, "depth")).add(Svg.path(line, "stages")).add(rem);
    }
  }

  private void addTrace(Element root, Trace trace, Axis steps, double top) {
    double base = top + TRACE_HEAD + TRACE - 6;
    var range = Range.of(DoubleStream.of(trace.values()));
    var values = Axis.tight(range, 2, base, top + TRACE_HEAD);
    root.add(Svg.line(steps.start(), base, steps.end(), base, "grid"));
    var pen = new Pen();
    for (int i : Thinning.keep(trace.steps(), trace.values(), width)) {
      boolean inside = steps.range().contains(trace.steps()[i]);
      pen.to(inside ? steps.at(trace.steps()[i]) : Double.NaN, values.at(trace.values()[i]));
    }
    if (!pen.isEmpty()) {
      root.add(Svg.path(pen, "curve thin").coloured("var(--slate)"));
    }
    var label = "%s, %s".formatted(trace.label(), span(trace));
    root.add(Svg.text(steps.start(), top + 17, "small", fit(label)));
  }

  /** The extremes in words: on a curve this small they say more than an axis would. */
  private static String span(Trace trace) {
    double[] finite = DoubleStream.of(trace.values()).filter(Double::isFinite).toArray();
    if (finite.length == 0) {
      return "no values";
    }
    var range = Range.of(DoubleStream.of(finite));
    return range.length() == 0
        ? Unit.shortest(range.low())
        : Unit.shortest(range.low()) + " to " + Unit.shortest(range.high());
  }

  private void addTicks(Element root, Night night, Axis steps, double y) {
    double end = steps.at(Math.max(night.lastStep(), night.firstStep() + 1));
    root.add(Svg.line(steps.start(), y, end, y, "axis"));
    for (double tick : steps.ticks()) {
      if (steps.at(tick) <= end + 0.5) {
        root.add(Svg.line(steps.at(tick), y, steps.at(tick), y + 4, "axis"));
        var label = Unit.NUMBER.tick(tick, steps.step());
        double half = Lettering.width(label, Lettering.SMALL) / 2;
        double at = Math.min(steps.at(tick), width - half);
        root.add(Svg.textCentred(at, y + 18, "small", label));
      }
    }
    if (night == chart.nights().getLast()) {
      root.add(Svg.textEnding(steps.end(), y + 36, "small", chart.xLabel()));
    }
  }

  private static double levelAt(double top, int level) {
    return top + (level + 0.5) * STAGE_ROW;
  }

  private String fit(String text) {
    return Lettering.fit(text, Lettering.PLAIN, panel);
  }

  private String description() {
    return chart.nights().stream()
        .map(night -> night.title() + ": " + stagesInWords(night.episodes()))
        .collect(Collectors.joining(". ", "Hypnogram. ", "."));
  }

  private static String stagesInWords(List<Episode> episodes) {
    return episodes.stream()
        .map(e -> "%s for %d steps".formatted(e.stage(), e.toStep() - e.fromStep()))
        .collect(Collectors.joining(", "));
  }
}
