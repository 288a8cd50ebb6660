package io.reverie.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The two examples of safe waking, in small; a wrong bit is an exit code. */
class WakingTest {
  @TempDir Path folder;

  @Test
  void killedNightsWakeWithTheSameBits() throws Exception {
    String few = "KilledNights --kills 2 --most-phases 2 --most-millis 10 --cycles 4 --out ";
    assertThat(Examples.run((few + folder).split(" "))).isZero();
    List<String> rows = Files.readAllLines(folder.resolve("kills.tsv"));
    assertThat(rows).hasSize(2 + 2);
    assertThat(rows.getFirst()).startsWith("# 2 kills").contains(": 0 networks woke");
    assertThat(rows.get(1)).startsWith("night\tkill\tafter_phases\tand_millis");
    assertThat(Examples.run("KilledNights", "--kills", "0")).isEqualTo(2);
    assertThat(Examples.run("KilledNights", "--most-millis", "0")).isEqualTo(2);
  }

  @Test
  void whoIsServedAtNightIsServedRightly() throws Exception {
    String little = "ServedNights --callers 3 --swaps 20 --rounds 1 --seconds 0.1 --out ";
    assertThat(Examples.run((little + folder).split(" "))).isZero();
    List<String> rows = Files.readAllLines(folder.resolve("latency.tsv"));
    assertThat(rows.getFirst()).startsWith("# 3 callers").contains(": 0 answers wrong");
    assertThat(rows.subList(3, rows.size()))
        .extracting(row -> row.split("\t")[0])
        .containsExactly("day", "day, with swaps", "night after night");
    assertThat(Examples.run("ServedNights", "--rounds", "0")).isEqualTo(2);
  }
}
