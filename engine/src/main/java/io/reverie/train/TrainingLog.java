package io.reverie.train;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.List;

/**
 * A table of numbers that grows by a row at a time: CSV with a header where the file's name ends in
 * {@code .csv}, lines of JSON where it ends in {@code .jsonl}.
 *
 * <pre>{@code
 * try (var log = TrainingLog.open(Path.of("log.csv"), "step", "loss", "accuracy")) {
 *   log.add(optimizer.steps(), loss.item(), accuracy.value());
 * }
 * }</pre>
 *
 * <p>Each row is handed to the system whole and at once, so a killed program has lost none. Opened
 * again, the file goes on behind its last whole row. A checkpoint keeps the place too, by {@code
 * with("log", log::state, log::restore)}: what was written after it goes as the next row is added,
 * and no step stands there twice. Rows may be added from many threads.
 */
public final class TrainingLog implements Closeable {

  private final FileChannel channel;
  private final boolean json;
  private final List<String> columns;
  private long end;

  private TrainingLog(FileChannel channel, boolean json, List<String> columns) {
    this.channel = channel;
    this.json = json;
    this.columns = columns;
  }

  /**
   * Opens a log, or begins one.
   *
   * @param columns names without quotation marks, commas, backslashes and control characters
   * @throws IllegalArgumentException if the columns are none, twice the same, or not those that the
   *     file has; or the file's name has another end
   */
  public static TrainingLog open(Path file, String... columns) throws IOException {
    String name = file.toString();
    List<String> names = List.of(columns);
    if (!name.endsWith(".csv") && !name.endsWith(".jsonl")) {
      throw new IllegalArgumentException(name + " for a log: .csv or .jsonl is needed");
    }
    if (names.isEmpty() || new HashSet<>(names).size() < names.size()) {
      throw new IllegalArgumentException("columns %s of a log: one a name".formatted(names));
    }
    for (String column : names) {
      if (!column.matches("[^\",\\\\\\p{Cntrl}]+")) {
        throw new IllegalArgumentException(
            "column \"%s\" of a log: no quotation mark, comma, backslash or line break"
                .formatted(column));
      }
    }
    FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    try {
      TrainingLog log = new TrainingLog(channel, name.endsWith(".jsonl"), names);
      log.goOn(file);
      return log;
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /** Checks the first line, and goes back behind the last whole one. */
  private void goOn(Path file) throws IOException {
    String names = String.join(",", columns);
    String head = json ? "{\"" + columns.getFirst() + "\":" : names + "\n";
    int longest = 3 * names.length() + 40 * columns.size() + 10;
    ByteBuffer start = ByteBuffer.allocate((int) Math.min(channel.size(), longest));
    channel.read(start, 0);
    String text = new String(start.array(), StandardCharsets.UTF_8);
    int line = text.indexOf('\n');
    boolean torn = line < 0 && channel.size() <= longest;
    if (torn ? !head.startsWith(text) && !(json && text.startsWith(head)) : !fits(text, line)) {
      throw new IllegalArgumentException(
          "%s begins with \"%s\", not with the columns %s: take these, or another file"
              .formatted(file, text.lines().findFirst().orElse(""), columns));
    }
    end = torn ? 0 : channel.size();
    while (!endsLine(end)) {
      end--;
    }
    if (end == 0 && !json) {
      write(head);
    }
  }

  private boolean fits(String text, int line) {
    String first = text.substring(0, Math.max(0, line)).strip();
    return json
        ? first
            .replaceAll("\":[^,}]*", "\":")
            .equals("{\"" + String.join("\":,\"", columns) + "\":}")
        : first.equals(String.join(",", columns));
  }

  private boolean endsLine(long place) throws IOException {
    ByteBuffer one = ByteBuffer.allocate(1);
    return place == 0 || channel.read(one, place - 1) == 1 && one.get(0) == '\n';
  }

  /**
   * Adds a row. Whole numbers are written without a point; NaN and the infinities are {@code null}
   * in JSON, which knows none.
   *
   * @param values one a column, in their order
   * @throws IllegalArgumentException if there are fewer or more
   */
  public synchronized void add(double... values) throws IOException {
    if (values.length != columns.size()) {
      throw new IllegalArgumentException(
          "%d values for the columns %s: one each".formatted(values.length, columns));
    }
    StringBuilder row = new StringBuilder();
    for (int i = 0; i < values.length; i++) {
      row.append(i == 0 ? json ? "{" : "" : ",");
      if (json) {
        row.append('"').append(columns.get(i)).append("\":");
      }
      row.append(json && !Double.isFinite(values[i]) ? "null" : number(values[i]));
    }
    write(row.append(json ? "}\n" : "\n").toString());
  }

  /** The shortest that reads back as the same float, where it is one, or else as the double. */
  private static String number(double value) {
    if (value == (long) value) {
      return String.valueOf((long) value);
    }
    return value == (float) value ? String.valueOf((float) value) : String.valueOf(value);
  }

  private void write(String text) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    boolean interrupted = Thread.interrupted(); // which would close the channel
    try {
      channel.truncate(end);
      while (bytes.hasRemaining()) {
        channel.write(bytes, end + bytes.position());
      }
      end += bytes.limit();
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Where the next row will stand. */
  public synchronized String state() {
    return String.valueOf(end);
  }

  /**
   * Goes back to where the next row stood then; a file that is shorter stays as it is.
   *
   * @throws IllegalArgumentException if no row of this file begins there
   */
  public synchronized void restore(String state) {
    long place = Long.parseLong(state);
    try {
      if (place < 0 || place <= channel.size() && !endsLine(place)) {
        throw new IllegalArgumentException("no row of this log begins at byte " + place);
      }
      end = place <= channel.size() ? place : end;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Closes the file. */
  @Override
  public void close() throws IOException {
    channel.close();
  }
}
