package io.reverie.bench.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One row of what {@code compare.py} or {@code PeakMemory} printed.
 *
 * @param workload the workload's name
 * @param ours our smallest time, ms, or largest memory, MB
 * @param peer the peer's
 * @param ratio ours over the peer's, the median of the rounds
 * @param rounds the ratio of each round
 */
record Comparison(String workload, double ours, double peer, double ratio, double[] rounds) {
  /**
   * The rows of a file.
   *
   * @throws IllegalArgumentException if it has none
   */
  static List<Comparison> read(Path file) throws IOException {
    List<Comparison> rows = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      if (line.length() > Row.NAME
          && !line.startsWith("workload ")
          && !line.startsWith("not in ours")) {
        rows.add(of(line));
      }
    }
    if (rows.isEmpty()) {
      throw new IllegalArgumentException(
          file + " has no rows: give what compare.py printed, such as by compare.py … > " + file);
    }
    return rows;
  }

  static Comparison of(String line) {
    try {
      Row row = Row.of(line);
      double[] numbers = row.numbers();
      double[] rounds = Arrays.copyOfRange(numbers, 3, numbers.length);
      return new Comparison(row.name(), numbers[0], numbers[1], numbers[2], rounds);
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      throw new IllegalArgumentException("not a row of compare.py: " + line, e);
    }
  }

  /** The smallest and the largest ratio of a round, such as {@code 0.41–0.44}. */
  String spread() {
    double[] sorted = rounds.clone();
    Arrays.sort(sorted);
    return sorted.length == 0
        ? ""
        : Text.number(sorted[0]) + "–" + Text.number(sorted[sorted.length - 1]);
  }
}
