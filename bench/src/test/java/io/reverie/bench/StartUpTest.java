package io.reverie.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartUpTest {
  private static final String PROGRAM = "../examples/src/test/projects/first-step";

  @TempDir private Path folder;

  private static List<String> printed(String... args) throws InterruptedException {
    var bytes = new ByteArrayOutputStream();
    StartUp.run(new PrintStream(bytes), args);
    return bytes.toString().lines().toList();
  }

  @Test
  void timesThreeWaysPlainAndWithACache() throws InterruptedException {
    List<String> lines = printed("--rounds", "2", "--program", PROGRAM);
    assertThat(lines.getFirst())
        .matches("start +plain ms +smallest +largest +cached ms +smallest +largest");
    List<String> rows = lines.subList(1, 4);
    assertThat(rows.get(0)).startsWith("class path, scalar  ");
    assertThat(rows.get(1)).startsWith("class path, vectors  ");
    assertThat(rows.get(2)).startsWith("module path  ");
    for (String row : rows) {
      double[] numbers =
          Arrays.stream(row.substring(44).strip().split(" +"))
              .mapToDouble(Double::parseDouble)
              .toArray();
      assertThat(numbers).as(row).hasSize(6);
      assertThat(numbers[0]).as("plain").isBetween(numbers[1], numbers[2]).isGreaterThan(20);
      assertThat(numbers[3]).as("cached").isBetween(numbers[4], numbers[5]).isGreaterThan(20);
    }
    assertThat(lines.subList(4, lines.size())).allMatch(line -> line.startsWith("# "));
  }

  @Test
  void saysThatTheProgramFailed() throws IOException {
    Files.writeString(folder.resolve("module-info.java"), "module first {}");
    Files.writeString(
        folder.resolve("Main.java"),
        """
        package first;
        class Main {
          public static void main(String[] args) {
            throw new Error("no room");
          }
        }
        """);
    assertThatIllegalStateException()
        .isThrownBy(() -> printed("--program", folder.toString()))
        .withMessageContaining("first.Main ended with 1. It said:")
        .withMessageContaining("no room");
  }

  @Test
  void saysWhichOptionMakesNoSense() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> printed("--rounds", "0"))
        .withMessage("--rounds 0: 1 to 99 is needed");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> printed("--program", "nowhere"))
        .withMessage("--program nowhere: there is no such folder");
  }
}
