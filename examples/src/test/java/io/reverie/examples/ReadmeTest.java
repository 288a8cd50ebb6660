package io.reverie.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the first visitor copies out of the README works. */
class ReadmeTest {
  private static final Pattern JAVA = Pattern.compile("```java\\R(.*?)```", Pattern.DOTALL);
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]+)\\)|src=\"([^\":]+)\"");

  @TempDir Path folder;

  @Test
  void theProgramInTheReadmeLearns() throws Exception {
    List<String> programs = blocks(Files.readString(root().resolve("README.md")));
    String program =
        programs.stream().filter(block -> block.contains("void main()")).findFirst().orElseThrow();
    assertThat(program.lines().count()).isLessThanOrEqualTo(30);
    Files.writeString(folder.resolve("Rings.java"), program);
    // The very command that the README gives, with the jar where this build has it.
    Jvm.Outcome outcome =
        Jvm.java(
            folder,
            "-p",
            Jvm.engine().toString(),
            "--add-modules",
            "io.reverie.engine",
            "Rings.java");
    assertThat(outcome.code()).as(outcome.errors()).isZero();
    Matcher right = Pattern.compile("(\\d+) of 500").matcher(outcome.output());
    assertThat(right.find()).as(outcome.output()).isTrue();
    assertThat(Integer.parseInt(right.group(1))).isGreaterThan(480);
  }

  @Test
  void everyFileThatAReadmeNamesExists() throws IOException {
    try (Stream<Path> files = Files.list(root())) {
      List<Path> readmes = new ArrayList<>(List.of(root().resolve("README.md")));
      files
          .filter(Files::isDirectory)
          .map(module -> module.resolve("README.md"))
          .filter(Files::exists)
          .forEach(readmes::add);
      assertThat(readmes).hasSize(5);
      for (Path readme : readmes) {
        Matcher link = LINK.matcher(Files.readString(readme));
        while (link.find()) {
          String target = link.group(1) == null ? link.group(2) : link.group(1);
          assertThat(readme.resolveSibling(target)).as("in " + readme).exists();
        }
      }
    }
  }

  private static List<String> blocks(String markdown) {
    List<String> blocks = new ArrayList<>();
    Matcher block = JAVA.matcher(markdown);
    while (block.find()) {
      blocks.add(block.group(1));
    }
    return blocks;
  }

  /** The folder of the whole project, wherever in it the tests were started. */
  private static Path root() {
    Path here = Path.of("").toAbsolutePath();
    while (!Files.exists(here.resolve("CHANGELOG.md"))) {
      here = here.getParent();
    }
    return here;
  }
}
