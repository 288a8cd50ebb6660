package io.reverie.examples.report;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * A small matrix with its numbers in the cells, such as the accuracy matrix of continual learning:
 * a row for each task learned, a column for each task tested. A NaN leaves its cell empty.
 *
 * @param rowLabel what the rows are, such as "after learning"
 * @param columnLabel what the columns are, such as "accuracy on"
 * @param range the values of the palest and the strongest colour; 0 to 1 for percentages and the
 *     data's own otherwise, if empty
 */
public record HeatMap(
    String title,
    String rowLabel,
    String columnLabel,
    List<String> rows,
    List<String> columns,
    double[][] values,
    Unit unit,
    Optional<Range> range)
    implements Chart {
  private static final double HEAD = 44;

  public HeatMap {
    rows = List.copyOf(rows);
    columns = List.copyOf(columns);
    int wide = columns.size();
    if (values.length != rows.size() || Arrays.stream(values).anyMatch(r -> r.length != wide)) {
      throw new IllegalArgumentException(
          "heat map '%s' has %d rows and %d columns by name, but values %s; use NaN for empty cells"
              .formatted(title, rows.size(), wide, sizes(values)));
    }
    values = Arrays.stream(values).map(double[]::clone).toArray(double[][]::new);
  }

  /** A heat map in plain numbers, coloured over the data's own range. */
  public static HeatMap of(
      String title, List<String> rows, List<String> columns, double[][] values) {
    return new HeatMap(title, "", "", rows, columns, values, Unit.NUMBER, Optional.empty());
  }

  public HeatMap labels(String rowLabel, String columnLabel) {
    return new HeatMap(title, rowLabel, columnLabel, rows, columns, values, unit, range);
  }

  public HeatMap unit(Unit unit) {
    return new HeatMap(title, rowLabel, columnLabel, rows, columns, values, unit, range);
  }

  public HeatMap range(double low, double high) {
    var fixed = Optional.of(new Range(low, high));
    return new HeatMap(title, rowLabel, columnLabel, rows, columns, values, unit, fixed);
  }

  @Override
  public String svg(int width) {
    double left = Math.min(width * 0.35, Math.max(widest(rows), labelWidth(rowLabel)) + 14);
    double cell = Math.min(84, (width - left - 2) / Math.max(1, columns.size()));
    double tall = Math.clamp(cell * 0.62, 22, 44);
    double bottom = HEAD + rows.size() * tall;
    var root = Svg.root(width, bottom + 54, title, description());
    root.add(Svg.text(0, HEAD - 10, "small", rowLabel));
    root.add(Svg.text(left, 12, "small", columnLabel));
    root.addAll(columnNames(left, cell, width));
    for (int i = 0; i < rows.size(); i++) {
      double y = HEAD + i * tall;
      var name = Lettering.fit(rows.get(i), Lettering.PLAIN, left - 12);
      root.add(Svg.text(0, y + tall / 2 + 4.5, "name", name));
      for (int j = 0; j < columns.size(); j++) {
        addCell(root, values[i][j], left + j * cell, y, cell, tall);
      }
    }
    addKey(root, left, bottom + 18, Math.min(220, width - left - 30));
    return root.toString();
  }

  /** Column names, as far as they fit side by side: long ones are cut, crowds are thinned. */
  private List<Element> columnNames(double left, double cell, int width) {
    int every = cell >= 30 ? 1 : (int) Math.ceil(Math.min(widest(columns) + 4, 56) / cell);
    return IntStream.range(0, columns.size())
        .filter(j -> j % every == 0)
        .mapToObj(j -> {
          double centre = left + (j + 0.5) * cell;
          double room = Math.min(cell * every - 4, 2 * (width - centre));
          var name = Lettering.fit(columns.get(j), Lettering.SMALL, room);
          return Svg.textCentred(centre, HEAD - 10, "small", name);
        })
        .toList();
  }

  private void addCell(Element root, double value, double x, double y, double wide, double tall) {
    if (!Double.isFinite(value)) {
      root.add(Svg.rect(x + 1, y + 1, wide - 2, tall - 2, "blank").with("rx", 2));
      return;
    }
    root.add(
        Svg.rect(x + 0.75, y + 0.75, wide - 1.5, tall - 1.5, "cell")
            .with("rx", 2)
            .with("style", fills(share(value))));
    var text = unit.bare(value);
    if (Lettering.width(text, Lettering.PLAIN) > wide - 10) {
      text = unit.rough(value);
    }
    if (Lettering.width(text, Lettering.PLAIN) <= wide - 2) {
      root.add(
          Svg.textCentred(x + wide / 2, y + tall / 2 + 4.5, "number", text)
              .with("style", inks(share(value))));
    }
  }

  /** The colour key: what the palest and the strongest colour mean. */
  private void addKey(Element root, double x, double y, double wide) {
    var shown = shown();
    int steps = 40;
    for (int k = 0; k < steps; k++) {
      // Half a unit of overlap, so that no seam shows between the steps.
      root.add(
          Svg.rect(
                  x + k * wide / steps,
                  y,
                  wide / steps + (k < steps - 1 ? 0.5 : 0),
                  8,
                  "cell crisp")
              .with("style", fills((k + 0.5) / steps)));
    }
    var axis = Axis.tight(shown, 4, x, x + wide);
    for (double tick : axis.ticks()) {
      double at = axis.at(tick);
      root.add(Svg.textCentred(at, y + 24, "small", unit.tick(tick, axis.step())));
    }
  }

  private Range shown() {
    return range
        .orElseGet(() ->
            unit == Unit.PERCENT
                ? Range.UNIT
                : Range.of(Arrays.stream(values).flatMapToDouble(DoubleStream::of)))
        .opened();
  }

  private double share(double value) {
    return (shown().clamp(value) - shown().low()) / shown().length();
  }

  private static String fills(double share) {
    return "--light:%s;--dark:%s".formatted(Ramp.LIGHT.colour(share), Ramp.DARK.colour(share));
  }

  private static String inks(double share) {
    return "--on-light:%s;--on-dark:%s".formatted(Ramp.LIGHT.ink(share), Ramp.DARK.ink(share));
  }

  private static double widest(List<String> labels) {
    return labels.stream()
        .mapToDouble(label -> Lettering.width(label, Lettering.PLAIN))
        .max()
        .orElse(0);
  }

  private static double labelWidth(String label) {
    return Lettering.width(label, Lettering.SMALL);
  }

  private String description() {
    var text = new StringBuilder("Matrix of ").append(columnLabel).append(". ");
    for (int i = 0; i < rows.size(); i++) {
      text.append(rowLabel).append(' ').append(rows.get(i)).append(':');
      for (int j = 0; j < columns.size(); j++) {
        text.append(j == 0 ? " " : ", ").append(columns.get(j)).append(' ');
        text.append(unit.value(values[i][j]));
      }
      text.append(". ");
    }
    return text.toString().strip();
  }

  private static String sizes(double[][] values) {
    return Arrays.stream(values).map(row -> row.length).toList().toString();
  }
}
