package io.reverie.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Somebody else's project, from {@code src/test/projects}: compiled, packed and run as its owner
 * would, in a folder of its own.
 */
record Project(String name, Path folder) {
  private static final Path PROJECTS = Path.of("src", "test", "projects");

  /** The project's jar, made of what it compiles to with these options. */
  Path jar(String main, String... options) throws IOException, InterruptedException {
    List<String> arguments = new ArrayList<>(List.of("-Xlint:all,-incubating", "-Werror"));
    arguments.addAll(List.of("-d", "classes"));
    arguments.addAll(List.of(options));
    arguments.addAll(sources());
    Jvm.jdk(folder, "javac", arguments.toArray(String[]::new));
    Path jar = folder.resolve(name + ".jar");
    Jvm.jdk(folder, "jar", "cfe", jar.toString(), main, "-C", "classes", ".");
    return jar;
  }

  private List<String> sources() throws IOException {
    try (Stream<Path> files = Files.walk(PROJECTS.resolve(name).toAbsolutePath())) {
      return files.filter(file -> file.toString().endsWith(".java")).map(Path::toString).toList();
    }
  }

  /** Runs the project, which must succeed and find again what it saved. */
  Jvm.Outcome java(String... arguments) throws IOException, InterruptedException {
    return checked(Jvm.java(folder, arguments));
  }

  /** The same outcome, of a run that succeeded and found again what it had saved. */
  Jvm.Outcome checked(Jvm.Outcome outcome) {
    assertThat(outcome.code()).as(outcome.errors()).isZero();
    assertThat(outcome.output()).contains("loaded the same");
    assertThat(folder.resolve("model.safetensors")).isNotEmptyFile();
    return outcome;
  }

  /** What stands behind a word at the start of a line of the output. */
  static String told(Jvm.Outcome outcome, String word) {
    return outcome
        .output()
        .lines()
        .filter(line -> line.startsWith(word + ' '))
        .map(line -> line.substring(word.length() + 1))
        .findFirst()
        .orElseThrow(() -> new AssertionError(outcome.output()));
  }

  static double accuracy(Jvm.Outcome outcome) {
    return Double.parseDouble(told(outcome, "accuracy"));
  }
}
