package io.reverie.bench.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What {@code FirstSteps} or {@code StartUp} printed.
 *
 * @param columns what stands above the names and the numbers
 * @param rows a name and its numbers each
 * @param remarks what the program had to say besides
 */
record Table(List<String> columns, List<Row> rows, List<String> remarks) {
  /** Nothing was measured. */
  static final Table NONE = new Table(List.of(), List.of(), List.of());

  private static final String REMARK = "# ";

  /**
   * The table in a file, which may be put together from several runs, each with the same head.
   *
   * @throws IllegalArgumentException if there is none, or a row does not fit under its head
   */
  static Table read(Path file) throws IOException {
    List<String> columns = List.of();
    List<Row> rows = new ArrayList<>();
    List<String> remarks = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      if (line.startsWith(REMARK)) {
        remarks.add(line.substring(REMARK.length()));
        continue;
      }
      List<String> head = List.of(line.strip().split("\\s{2,}"));
      if (columns.isEmpty()) {
        columns = head;
      } else if (!head.equals(columns)) {
        rows.add(row(line, columns.size() - 1));
      }
    }
    if (rows.isEmpty()) {
      throw new IllegalArgumentException(
          file + " has no rows: give what FirstSteps or StartUp printed");
    }
    return new Table(columns, rows, remarks);
  }

  private static Row row(String line, int numbers) {
    Row row;
    try {
      row = Row.of(line);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("not a row of FirstSteps or StartUp: " + line, e);
    }
    if (row.numbers().length != numbers) {
      throw new IllegalArgumentException(
          "%d numbers under a head of %d: %s".formatted(row.numbers().length, numbers, line));
    }
    return row;
  }

  /**
   * A row's number in the first column of this name.
   *
   * @throws IllegalArgumentException if there is no such column
   */
  double value(Row row, String column) {
    int at = columns.indexOf(column);
    if (at < 1) {
      throw new IllegalArgumentException(
          "no column %s among %s: was another file meant?".formatted(column, columns));
    }
    return row.numbers()[at - 1];
  }

  /** All of it, with tabs between the columns. */
  String tsv() {
    StringBuilder text = new StringBuilder(String.join("\t", columns)).append('\n');
    for (Row row : rows) {
      text.append(row.name());
      for (double number : row.numbers()) {
        text.append('\t').append(number);
      }
      text.append('\n');
    }
    remarks.forEach(remark -> text.append(REMARK).append(remark).append('\n'));
    return text.toString();
  }
}
