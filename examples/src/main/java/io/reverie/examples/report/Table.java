package io.reverie.examples.report;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** A table of text; columns of numbers align to the right, in digits of one width. */
public record Table(String title, List<String> columns, List<Row> rows) implements Figure {
  private static final Pattern NUMBER = Pattern.compile("[<>≥≤≈~+−-]?\\s?[0-9.].*|[–—-]?");

  /** The cells of a row, first its name; a strong row stands out. */
  public record Row(List<String> cells, boolean strong) {
    public Row {
      cells = List.copyOf(cells);
    }
  }

  public Table {
    columns = List.copyOf(columns);
    rows = List.copyOf(rows);
    for (var row : rows) {
      if (row.cells().size() != columns.size()) {
        throw new IllegalArgumentException(
            "table '%s' has %d columns %s, but a row %s of %d"
                .formatted(title, columns.size(), columns, row.cells(), row.cells().size()));
      }
    }
  }

  public static Table of(String title, String... columns) {
    return new Table(title, List.of(columns), List.of());
  }

  public Table row(String... cells) {
    return plus(new Row(List.of(cells), false));
  }

  public Table strongRow(String... cells) {
    return plus(new Row(List.of(cells), true));
  }

  @Override
  public String html() {
    var head = Element.of("tr");
    for (int j = 0; j < columns.size(); j++) {
      head.add(aligned(Element.of("th").with("scope", "col").text(columns.get(j)), j));
    }
    var body = Element.of("tbody");
    for (var row : rows) {
      var line = Element.of("tr");
      if (row.strong()) {
        line.styled("strong");
      }
      for (int j = 0; j < columns.size(); j++) {
        var cell = j == 0 ? Element.of("th").with("scope", "row") : Element.of("td");
        line.add(aligned(cell.text(row.cells().get(j)), j));
      }
      body.add(line);
    }
    var table = Element.of("table").add(Element.of("thead").add(head)).add(body);
    // Focusable, so that a wide table scrolls by keyboard too.
    return Element.of("div")
        .styled("sliding")
        .with("role", "region")
        .with("aria-label", title)
        .with("tabindex", "0")
        .add(table)
        .toString();
  }

  private Element aligned(Element cell, int column) {
    return isNumeric(column) ? cell.styled("numeric") : cell;
  }

  private boolean isNumeric(int column) {
    return !rows.isEmpty()
        && rows.stream().allMatch(r -> NUMBER.matcher(r.cells().get(column).strip()).matches());
  }

  private Table plus(Row row) {
    var more = new ArrayList<>(rows);
    more.add(row);
    return new Table(title, columns, more);
  }
}
