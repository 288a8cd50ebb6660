package io.reverie.data;

import io.reverie.tensor.Shape;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** The way from a CSV file's records to a set: chosen columns, numbers, classes. */
final class CsvRows {
  private static final int SHOWN = 40;

  private final Csv csv;
  private final String name;
  private final CsvRecords records;

  private float[] values = new float[1024];
  private int filled;
  private int[] labels = new int[256];
  private int rows;

  /** Texts of labels, numbered as they come; sorted at the end. */
  private final Map<String, Integer> texts = new HashMap<>();

  CsvRows(Csv csv, String name, CsvRecords records) {
    this.csv = csv;
    this.name = name;
    this.records = records;
  }

  Csv.Table read() throws IOException {
    List<String> first = records.next();
    if (first == null) {
      throw new MalformedDataException(
          name, "is empty; expected %s".formatted(csv.header() ? "a header" : "a row of numbers"));
    }
    List<String> names = csv.header() ? first : numbers(first.size());
    int label = csv.label() == null ? -1 : place(names, csv.label());
    int[] inputs = inputs(names, label);
    for (var row = csv.header() ? records.next() : first; row != null; row = records.next()) {
      if (row.size() != names.size()) {
        throw records.bad(
            records.line(), "%d fields; expected %d".formatted(row.size(), names.size()));
      }
      add(row, names, inputs, label);
    }
    if (csv.missing() == Missing.MEAN) {
      fillWithMeans(names, inputs);
    }
    List<String> classes = csv.textual() ? sortClasses() : List.of();
    var samples =
        new FloatSamples(
            Arrays.copyOf(values, filled), Arrays.copyOf(labels, rows), Shape.of(inputs.length));
    List<String> columns = Arrays.stream(inputs).mapToObj(names::get).toList();
    return new Csv.Table(Dataset.of(samples), columns, classes);
  }

  private static List<String> numbers(int n) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      names.add(Integer.toString(i));
    }
    return names;
  }

  private int place(List<String> names, String wanted) throws MalformedDataException {
    int place = names.indexOf(wanted);
    if (place < 0 || names.lastIndexOf(wanted) != place) {
      throw new MalformedDataException(
          name,
          "%s column \"%s\"; its columns are %s"
              .formatted(place < 0 ? "has no" : "has more than one", wanted, shown(names + "")));
    }
    return place;
  }

  private int[] inputs(List<String> names, int label) throws MalformedDataException {
    if (csv.columns().isEmpty()) {
      int[] all = new int[names.size() - (label >= 0 ? 1 : 0)];
      for (int i = 0; i < all.length; i++) {
        all[i] = label >= 0 && i >= label ? i + 1 : i;
      }
      return all;
    }
    int[] chosen = new int[csv.columns().size()];
    for (int i = 0; i < chosen.length; i++) {
      chosen[i] = place(names, csv.columns().get(i));
    }
    return chosen;
  }

  private void add(List<String> row, List<String> names, int[] inputs, int label)
      throws MalformedDataException {
    if ((long) filled + inputs.length > Idx.MOST / 2) {
      throw records.bad(records.line(), "more numbers than an array can hold; split the file");
    }
    if (filled + inputs.length > values.length) {
      values = Arrays.copyOf(values, Math.max(2 * values.length, filled + inputs.length));
    }
    int at = filled;
    for (int column : inputs) {
      String field = row.get(column).strip();
      if (isMissing(field) && csv.missing() == Missing.SKIP_ROW) {
        return; // what the row has written is written over
      }
      values[at++] =
          isMissing(field) ? missing(field, names.get(column)) : number(field, names, column);
    }
    if (rows == labels.length) {
      labels = Arrays.copyOf(labels, 2 * rows);
    }
    labels[rows] = label < 0 ? 0 : label(row.get(label), names.get(label));
    rows++;
    filled = at;
  }

  private static boolean isMissing(String field) {
    return switch (field) {
      case "", "?", "NA", "NaN", "nan" -> true;
      default -> false;
    };
  }

  private float missing(String field, String column) throws MalformedDataException {
    return switch (csv.missing()) {
      case NAN, MEAN -> Float.NaN;
      case ZERO -> 0;
      case FAIL, SKIP_ROW ->
          throw bad(column, "is missing (\"" + field + "\"); say Csv.missing(…) if that may be");
    };
  }

  private float number(String field, List<String> names, int column) throws MalformedDataException {
    if (isDecimal(field)) {
      try {
        float value = Float.parseFloat(field);
        if (Float.isFinite(value)) {
          return value;
        }
        throw bad(names.get(column), "is " + shown(field) + ", beyond the range of float32");
      } catch (NumberFormatException _) {
        // Told below, with everything else that is not a number.
      }
    }
    throw bad(names.get(column), "is \"" + shown(field) + "\"; a number is expected");
  }

  /** Whether only characters of decimal numbers are there: Java would read 1f and 0x1p3 too. */
  private static boolean isDecimal(String field) {
    for (int i = 0; i < field.length(); i++) {
      if ("0123456789+-.eE".indexOf(field.charAt(i)) < 0) {
        return false;
      }
    }
    return true;
  }

  private int label(String field, String column) throws MalformedDataException {
    if (csv.textual()) {
      if (field.isEmpty()) {
        throw bad(column, "is empty; a label is expected");
      }
      return texts.computeIfAbsent(field, _ -> texts.size());
    }
    try {
      int label = Integer.parseInt(field.strip());
      if (label >= 0) {
        return label;
      }
    } catch (NumberFormatException _) {
      // Told below, together with negative numbers.
    }
    throw bad(
        column,
        "is \""
            + shown(field)
            + "\"; a label of 0 or more is expected; for classes in words say Csv.textLabel");
  }

  private void fillWithMeans(List<String> names, int[] inputs) throws MalformedDataException {
    int width = inputs.length;
    for (int column = 0; column < width; column++) {
      double sum = 0;
      int present = 0;
      for (int i = column; i < filled; i += width) {
        if (!Float.isNaN(values[i])) {
          sum += values[i];
          present++;
        }
      }
      if (present == 0 && rows > 0) {
        throw new MalformedDataException(
            name,
            "column \"%s\" has no value to take the mean of".formatted(names.get(inputs[column])));
      }
      for (int i = column; i < filled; i += width) {
        values[i] = Float.isNaN(values[i]) ? (float) (sum / present) : values[i];
      }
    }
  }

  /** Numbers the classes anew in sorted order, so that the rows' order does not matter. */
  private List<String> sortClasses() {
    List<String> sorted = List.copyOf(new TreeSet<>(texts.keySet()));
    int[] renamed = new int[sorted.size()];
    for (int i = 0; i < renamed.length; i++) {
      renamed[texts.getOrDefault(sorted.get(i), 0)] = i;
    }
    for (int i = 0; i < rows; i++) {
      labels[i] = renamed[labels[i]];
    }
    return sorted;
  }

  private MalformedDataException bad(String column, String problem) {
    return records.bad(records.line(), "column \"" + shown(column) + "\" " + problem);
  }

  /** A text as an error shows it: no longer than a line. */
  private static String shown(String text) {
    return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
  }
}
