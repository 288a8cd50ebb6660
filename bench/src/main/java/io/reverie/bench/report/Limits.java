package io.reverie.bench.report;

import java.util.List;

/**
 * What the machine could do at most, as measured with the rest.
 *
 * @param rows everything that JMH measured
 */
record Limits(List<Measurement> rows) {
  /** KiB of arrays that no cache holds. */
  static final int LARGE = 262_144;

  /** Multiply-adds of one core, or of all: operations a second; NaN where nobody measured. */
  double peak(String threads) {
    String method = threads.equals("1") ? "oneCore" : threads.equals("all") ? "allCores" : "";
    return rows.stream()
        .filter(row -> row.group().equals("Peak") && row.method().equals(method))
        .mapToDouble(Measurement::flop)
        .findFirst()
        .orElse(Double.NaN);
  }

  /** Bytes a second that an addition moves, all threads, in arrays of so many KiB; or NaN. */
  double bandwidth(int kibibytes) {
    return memory("add", kibibytes);
  }

  /** The same of a copy, which writes as much as it reads. */
  double copy(int kibibytes) {
    return memory("copy", kibibytes);
  }

  private double memory(String method, int kibibytes) {
    return rows.stream()
        .filter(row -> row.group().equals("Memory") && row.method().equals(method))
        .filter(row -> row.threads().equals("all"))
        .filter(row -> row.params().get("kibibytes").equals(String.valueOf(kibibytes)))
        .mapToDouble(Measurement::bytes)
        .findFirst()
        .orElse(Double.NaN);
  }
}
