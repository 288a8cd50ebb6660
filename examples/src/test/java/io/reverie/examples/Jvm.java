package io.reverie.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.reverie.tensor.Tensor;
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
    try {
      return Path.of(Tensor.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  static Outcome java(Path folder, String... arguments) throws IOException, InterruptedException {
    return run(folder, "java", arguments);
  }

  static void javac(Path folder, String... arguments) throws IOException, InterruptedException {
    Outcome outcome = run(folder, "javac", arguments);
    assertThat(outcome.code()).as(outcome.errors() + outcome.output()).isZero();
  }

  private static Outcome run(Path folder, String tool, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", tool).toString());
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
