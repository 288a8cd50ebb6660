package io.reverie.examples.lab;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * The runs of one experiment in a file of JSON lines.
 *
 * <p>A run is appended in one write, and on disk before the next begins. A line that was torn by an
 * interruption is cut off when the file is opened, and its run made again. Results of other
 * settings are refused: figures of two experiments must not come to stand in one table.
 */
public final class Store {
  private static final Gson GSON =
      new GsonBuilder().serializeSpecialFloatingPointValues().disableHtmlEscaping().create();

  private final Path file;
  private final List<Outcome> outcomes;

  private Store(Path file, List<Outcome> outcomes) {
    this.file = file;
    this.outcomes = outcomes;
  }

  /** Thrown where a file holds results of other settings. */
  public static final class OtherSettings extends IOException {
    private static final long serialVersionUID = 1;

    OtherSettings(Path file, String found, String wanted) {
      super(
          "%s holds results of settings %s, not %s: --fresh puts them aside and begins anew"
              .formatted(file, found, wanted));
    }
  }

  /**
   * Opens the file, which need not be there yet.
   *
   * @param settings the hash that all its runs must have
   * @throws OtherSettings if they have another
   */
  public static Store open(Path file, String settings) throws IOException {
    List<Outcome> outcomes = new ArrayList<>();
    if (Files.exists(file)) {
      byte[] bytes = Files.readAllBytes(file);
      int whole = 0;
      for (int at = 0; at < bytes.length; at++) {
        if (bytes[at] == '\n') {
          String line = new String(bytes, whole, at - whole, StandardCharsets.UTF_8);
          Outcome outcome = parse(line);
          if (outcome == null) {
            break;
          }
          if (!outcome.settings().equals(settings)) {
            throw new OtherSettings(file, outcome.settings(), settings);
          }
          outcomes.add(outcome);
          whole = at + 1;
        }
      }
      if (whole < bytes.length) {
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
          channel.truncate(whole);
        }
      }
    } else if (file.getParent() != null) {
      Files.createDirectories(file.getParent());
    }
    return new Store(file, outcomes);
  }

  private static Outcome parse(String line) {
    try {
      return GSON.fromJson(line, Outcome.class);
    } catch (JsonParseException e) {
      return null;
    }
  }

  /** Puts a file of earlier results aside, under a name with a number. */
  public static void putAside(Path file) throws IOException {
    for (int n = 1; Files.exists(file); n++) {
      Path aside = file.resolveSibling(file.getFileName() + "." + n + ".old");
      if (!Files.exists(aside)) {
        Files.move(file, aside);
      }
    }
  }

  /** Adds a run. */
  public synchronized void append(Outcome outcome) throws IOException {
    ByteBuffer line =
        ByteBuffer.wrap((GSON.toJson(outcome) + '\n').getBytes(StandardCharsets.UTF_8));
    try (var channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
      while (line.hasRemaining()) {
        channel.write(line);
      }
      channel.force(true);
    }
    outcomes.add(outcome);
  }

  /** Whether there is a run of this arm and seed. */
  public synchronized boolean has(String arm, long seed) {
    return outcomes.stream().anyMatch(o -> o.arm().equals(arm) && o.seed() == seed);
  }

  /** All runs so far. */
  public synchronized List<Outcome> outcomes() {
    return List.copyOf(outcomes);
  }
}
