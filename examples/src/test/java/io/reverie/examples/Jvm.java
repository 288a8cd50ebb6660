package io.reverie.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.reverie.sleep.Sleeper;
import io.reverie.tensor.Tensor;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Programs run in a JVM of their own, as a user of the jars would start them. */
final class Jvm {
  /** How a program ended: its exit code and what it printed to either stream. */
  record Outcome(int code, String output, String errors) {}

  private Jvm() {}

  /** The engine as it is on this test's class path: its jar, or its compiled classes. */
  static Path engine() {
    return home(Tensor.class);
  }

  /** The same of the sleep module. */
  static Path sleep() {
    return home(Sleeper.class);
  }

  private static Path home(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  /** These as one class path or module path. */
  static String path(Path... places) {
    List<String> names = new ArrayList<>();
    for (Path place : places) {
      names.add(place.toString());
    }
    return String.join(File.pathSeparator, names);
  }

  static Outcome java(Path folder, String... arguments) throws IOException, InterruptedException {
    return run(folder, tool("java"), arguments);
  }

  /** Runs a tool of the JDK, such as {@code jlink}, which must succeed. */
  static Outcome jdk(Path folder, String tool, String... arguments)
      throws IOException, InterruptedException {
    Outcome outcome = run(folder, tool(tool), arguments);
    assertThat(outcome.code()).as(outcome.errors() + outcome.output()).isZero();
    return outcome;
  }

  private static Path tool(String name) {
    return Path.of(System.getProperty("java.home"), "bin", name);
  }

  /** Runs a program to its end, in this folder. */
  static Outcome run(Path folder, Path program, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(program.toString());
    command.addAll(List.of(arguments));
    Path output = Files.createTempFile(folder, "output", ".txt");
    Path errors = Files.createTempFile(folder, "errors", ".txt");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectOutput(output.toFile())
            .redirectError(errors.toFile());
    // What the build was started with must not decide how a user's program starts.
    builder.environment().remove("JAVA_TOOL_OPTIONS");
    builder.environment().remove("JDK_JAVA_OPTIONS");
    Process process = builder.start();
    if (!process.waitFor(120, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError(command + " did not end within two minutes");
    }
    return new Outcome(
        process.exitValue(),
        Files.readString(output, StandardCharsets.UTF_8),
        Files.readString(errors, StandardCharsets.UTF_8));
  }
}
