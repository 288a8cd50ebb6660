package io.reverie.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A program in a process of its own, and what it says on both of its streams. */
final class Child implements AutoCloseable {
  /** So many of the last lines of a program that failed are shown: a stack trace has many. */
  private static final int LAST = 40;

  private final List<String> command;
  private final Path said;
  private final Process process;

  private Child(List<String> command, boolean ownOptions) {
    this.command = command;
    try {
      said = Files.createTempFile("said", ".txt");
      ProcessBuilder builder =
          new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile());
      if (ownOptions) {
        builder.environment().keySet().removeAll(List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS"));
      }
      process = builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage(), e);
    }
  }

  /** Starts a command. */
  static Child start(List<String> command) {
    return new Child(command, false);
  }

  /** Starts the java that runs this, with these arguments and with none from the environment. */
  static Child java(List<String> arguments) {
    List<String> command = new ArrayList<>(arguments);
    command.addFirst(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    return new Child(command, true);
  }

  /** What a java command said, line by line. */
  static List<String> linesOfJava(List<String> arguments) throws InterruptedException {
    try (Child child = java(arguments)) {
      return child.lines();
    }
  }

  long pid() {
    return process.pid();
  }

  /** Whether it has ended; waits a little to see. */
  boolean endsWithin(long millis) throws InterruptedException {
    return process.waitFor(millis, TimeUnit.MILLISECONDS);
  }

  /**
   * What it said, line by line, once it has ended.
   *
   * @throws IllegalStateException if it failed; the message has its last lines
   */
  List<String> lines() throws InterruptedException {
    int code = process.waitFor();
    try {
      List<String> lines = Files.readAllLines(said);
      if (code != 0) {
        throw failure("ended with " + code, lines);
      }
      return lines;
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage(), e);
    }
  }

  /** The numbers of its last line, between tabs. */
  double[] numbers() throws InterruptedException {
    List<String> lines = lines();
    try {
      return Arrays.stream(lines.getLast().split("\t")).mapToDouble(Double::parseDouble).toArray();
    } catch (RuntimeException e) {
      IllegalStateException failure = failure("did not end with numbers", lines);
      failure.initCause(e);
      throw failure;
    }
  }

  private IllegalStateException failure(String what, List<String> lines) {
    List<String> last = lines.subList(Math.max(0, lines.size() - LAST), lines.size());
    return new IllegalStateException(
        "%s %s. It said:%n%s"
            .formatted(
                String.join(" ", command),
                what,
                last.isEmpty() ? "nothing" : String.join(System.lineSeparator(), last)));
  }

  /** Ends it, should it still run. */
  @Override
  public void close() {
    process.destroyForcibly();
    try {
      Files.deleteIfExists(said);
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage(), e);
    }
  }
}
