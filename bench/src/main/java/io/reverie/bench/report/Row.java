package io.reverie.bench.report;

import java.util.Arrays;

/**
 * A line of what one of the bench's programs printed.
 *
 * @param name what was measured
 * @param numbers what came out, a number a column
 */
record Row(String name, double[] numbers) {
  /** Where the names end and the numbers begin. */
  static final int NAME = 44;

  /**
   * The line's name and numbers.
   *
   * @throws IllegalArgumentException if it has none
   */
  static Row of(String line) {
    if (line.length() <= NAME) {
      throw new IllegalArgumentException("not a row: " + line);
    }
    return new Row(line.substring(0, NAME).strip(), numbers(line.substring(NAME)));
  }

  private static double[] numbers(String columns) {
    return Arrays.stream(columns.strip().split("\\s+")).mapToDouble(Double::parseDouble).toArray();
  }
}
