package io.reverie.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.reverie.sleep.Sleeper;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the first visitor copies out of the pages works. */
class ReadmeTest {
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]+)\\)|src=\"([^\":]+)\"");

  @TempDir Path folder;

  @Test
  void theProgramInTheReadmeLearns() throws Exception {
    String program = Readme.of(Readme.root().resolve("README.md")).programs().getFirst().code();
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

  static List<Readme> pages() throws IOException {
    return Readme.all();
  }

  @ParameterizedTest
  @MethodSource("pages")
  void everySnippetRunsAndPrintsWhatItSays(Readme page) throws Exception {
    for (Readme.Program program : page.programs()) {
      Files.writeString(folder.resolve("Page.java"), program.code());
      String path = Jvm.engine() + File.pathSeparator + place(Sleeper.class);
      Jvm.Outcome outcome =
          Jvm.java(folder, "--add-modules", "jdk.incubator.vector", "-cp", path, "Page.java");
      assertThat(outcome.code()).as(outcome.errors() + program.code()).isZero();
      if (!program.output().isEmpty()) {
        assertThat(outcome.output().lines().toList()).isEqualTo(program.output());
      }
    }
  }

  private static Path place(Class<?> type) throws URISyntaxException {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
  }

  /** A page that lost its snippets, or whose snippets are no longer found, is noticed. */
  @Test
  void thereIsSomethingToRun() throws IOException {
    Readme engine = Readme.of(Readme.root().resolve("engine/README.md"));
    assertThat(engine.programs()).hasSize(1);
    assertThat(engine.programs().getFirst().output()).hasSizeGreaterThan(15);
    assertThat(engine.programs().getFirst().code()).contains("record Cube", "void main() throws");
    assertThat(Readme.of(Readme.root().resolve("sleep/README.md")).programs()).hasSize(1);
    assertThat(Readme.all()).hasSize(6);
  }

  @Test
  void everyFileThatAReadmeNamesExists() throws IOException {
    for (Readme page : Readme.all()) {
      Matcher link = LINK.matcher(page.text());
      while (link.find()) {
        String target = link.group(1) == null ? link.group(2) : link.group(1);
        assertThat(page.file().resolveSibling(target)).as("in " + page.file()).exists();
      }
    }
  }
}
