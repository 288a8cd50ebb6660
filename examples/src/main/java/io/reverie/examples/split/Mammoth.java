package io.reverie.examples.split;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * What the library Mammoth (aimagelab/mammoth, commit e75a491c, on PyTorch 2.13) gives for an arm
 * on split Fashion-MNIST: measured for this project, means of three seeds.
 *
 * @param accuracy mean accuracy over all tasks at the end, among all classes, in percent
 * @param deviation its standard deviation over the seeds
 * @param forgetting in percent
 * @param taskAccuracy accuracy where the task is told, in percent
 */
public record Mammoth(double accuracy, double deviation, double forgetting, double taskAccuracy) {
  private static final String TABLE = "mammoth.tsv";

  /** The figures of an arm with a memory of this size, or of one without memory (0). */
  public static Optional<Mammoth> of(String arm, int buffer) {
    return table()
        .lines()
        .skip(1)
        .map(row -> row.split("\t"))
        .filter(row -> row[0].equals(arm) && Integer.parseInt(row[1]) == buffer)
        .map(row -> new Mammoth(number(row[3]), number(row[4]), number(row[5]), number(row[6])))
        .findFirst();
  }

  private static double number(String cell) {
    return Double.parseDouble(cell);
  }

  private static String table() {
    try (InputStream table = Mammoth.class.getResourceAsStream(TABLE)) {
      if (table == null) {
        throw new IllegalStateException(TABLE + " is not beside " + Mammoth.class.getName());
      }
      return new String(table.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
