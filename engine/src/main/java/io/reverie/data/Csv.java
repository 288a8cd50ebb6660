package io.reverie.data;

import io.reverie.tensor.Nullable;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * How to read a table of comma-separated values, by RFC 4180: a record a line, ended by LF or CR
 * LF; fields with separators, quotes or line ends stand in double quotes, a quote in them doubled.
 * Empty lines are passed over. UTF-8.
 *
 * <pre>{@code
 * var iris = Csv.withHeader().textLabel("species").read(Path.of("iris.csv"));
 * iris.data().batches(16, rng) … iris.classes().get(0) …
 * }</pre>
 *
 * <p>Numbers are decimal, as in {@code -1.5e3}; spaces around them do not count. A missing value is
 * an empty field, {@code ?}, {@code NA} or {@code NaN}. Errors name file, line and column.
 *
 * @param separator between fields
 * @param header whether the first record holds the columns' names; without, they are {@code 0},
 *     {@code 1}, …
 * @param columns the inputs' columns in the order wanted; empty for all but the label's
 * @param label the labels' column, or null for none: all labels are then 0
 * @param textual whether labels are any text, numbered in the order of their code units, or whole
 *     numbers
 * @param missing what becomes of missing inputs; a missing label is always an error
 * @param longest the most characters of one record
 */
public record Csv(
    char separator,
    boolean header,
    List<String> columns,
    @Nullable String label,
    boolean textual,
    Missing missing,
    int longest) {
  private static final int LONGEST = 1 << 20;

  /** Checks that the separator can be one. */
  public Csv {
    if (separator == '"' || separator == '\n' || separator == '\r' || separator == '\uFEFF') {
      throw new IllegalArgumentException(
          "a separator of character %d: quotes and line ends separate nothing"
              .formatted((int) separator));
    }
    columns = List.copyOf(columns);
  }

  /** Commas, a header, all columns as inputs, no label, no missing values. */
  public static Csv withHeader() {
    return new Csv(',', true, List.of(), null, false, Missing.FAIL, LONGEST);
  }

  /**
   * As {@link #withHeader}, but the first record is data, and columns are named by number from 0.
   */
  public static Csv withoutHeader() {
    return new Csv(',', false, List.of(), null, false, Missing.FAIL, LONGEST);
  }

  /** With another separator, such as {@code ';'} or a tab. */
  public Csv separated(char by) {
    return new Csv(by, header, columns, label, textual, missing, longest);
  }

  /** With these columns as inputs. */
  public Csv inputs(String... names) {
    return new Csv(separator, header, List.of(names), label, textual, missing, longest);
  }

  /** With whole numbers of 0 or more in this column as labels. */
  public Csv numericLabel(String column) {
    return new Csv(separator, header, columns, column, false, missing, longest);
  }

  /** With the texts of this column as classes, numbered in sorted order. */
  public Csv textLabel(String column) {
    return new Csv(separator, header, columns, column, true, missing, longest);
  }

  /** With another way to deal with missing values. */
  public Csv missing(Missing policy) {
    return new Csv(separator, header, columns, label, textual, policy, longest);
  }

  /** With another bound on the characters of one record; 1 Mi if nothing is said. */
  public Csv upTo(int characters) {
    return new Csv(separator, header, columns, label, textual, missing, characters);
  }

  /**
   * What a table holds.
   *
   * @param data one row a sample, {@code [columns]}
   * @param columns the inputs' names
   * @param classes the texts of labels 0, 1, …; empty unless labels are text
   */
  public record Table(Dataset data, List<String> columns, List<String> classes) {}

  /**
   * Reads a file.
   *
   * @throws MalformedDataException if it is not such a table
   */
  public Table read(Path file) throws IOException {
    var utf8 = StandardCharsets.UTF_8.newDecoder(); // reports what is not UTF-8
    try (var in = new BufferedReader(new InputStreamReader(Files.newInputStream(file), utf8))) {
      return read(file.toString(), in);
    }
  }

  /** Reads characters to their end; {@code name} stands for them in errors. */
  public Table read(String name, Reader in) throws IOException {
    return new CsvRows(this, name, new CsvRecords(name, in, separator, longest)).read();
  }
}
