package io.reverie.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The libraries that were timed: printed, and kept in a file for the report. */
final class Roll {
  private static final Path FILE = Path.of("target/libraries.txt");

  private Roll() {}

  /** Names a library's version and kernels; a later entry replaces an earlier one. */
  static void enter(String library, String description) {
    System.out.println("library: " + description);
    try {
      List<String> lines =
          Files.exists(FILE) ? new ArrayList<>(Files.readAllLines(FILE)) : new ArrayList<>();
      lines.removeIf(line -> line.startsWith(library + "="));
      lines.add(library + "=" + description);
      Files.createDirectories(FILE.getParent());
      Files.write(FILE, lines);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
