package io.reverie.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProgressTest {
  private static final long SECOND = 1_000_000_000L;
  private static final String CLEAR = "\r\u001b[2K";

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
  private long now = 77 * SECOND;

  private Progress progress(long total, boolean live) {
    return new Progress("training", total, out, live, () -> now);
  }

  private List<String> lines() {
    return bytes.toString(StandardCharsets.UTF_8).lines().toList();
  }

  @Test
  void aLogGetsALineAtEveryTenth() {
    try (var progress = progress(200, false)) {
      for (int i = 0; i < 200; i++) {
        now += SECOND / 10;
        progress.advance(1);
      }
    }
    assertThat(lines())
        .containsExactly(
            "training  10 %  2 s, 18 s left, 10/s",
            "training  20 %  4 s, 16 s left, 10/s",
            "training  30 %  6 s, 14 s left, 10/s",
            "training  40 %  8 s, 12 s left, 10/s",
            "training  50 %  10 s, 10 s left, 10/s",
            "training  60 %  12 s, 8 s left, 10/s",
            "training  70 %  14 s, 6 s left, 10/s",
            "training  80 %  16 s, 4 s left, 10/s",
            "training  90 %  18 s, 2 s left, 10/s",
            "training 100 %  20 s, 10/s");
  }

  @Test
  void largeStepsSkipLinesAndNeverGoPastTheEnd() {
    try (var progress = progress(10, false)) {
      progress.advance(7);
      progress.advance(2);
      progress.advance(5);
      progress.advance(5);
    }
    assertThat(lines()).hasSize(3);
    assertThat(lines().getLast()).startsWith("training 100 %");
  }

  @Test
  void theNoteStandsAtTheEndAndStays() {
    try (var progress = progress(10, false)) {
      progress.advance(1, "loss 0.5");
      progress.advance(1);
    }
    assertThat(lines())
        .containsExactly(
            "training  10 %  0 s, 0 s left  loss 0.5", "training  20 %  0 s, 0 s left  loss 0.5");
  }

  @Test
  void longTimesAreInMinutesAndHours() {
    try (var progress = progress(10, false)) {
      now += 59_600_000_000L;
      progress.advance(1);
      now += 3600 * SECOND;
      progress.advance(4);
    }
    assertThat(lines())
        .containsExactly(
            "training  10 %  1:00 min, 8:56 min left, 0.02/s",
            "training  50 %  1:01 h, 1:01 h left, 0.00/s");
  }

  @Test
  void aTerminalLineRedrawsItselfTenTimesASecondAtMost() {
    try (var progress = progress(1000, true)) {
      for (int i = 0; i < 500; i++) {
        now += SECOND / 100;
        progress.advance(1);
      }
      String drawn = bytes.toString(StandardCharsets.UTF_8);
      assertThat(drawn).doesNotContain("\n").startsWith(CLEAR + "training ");
      assertThat(drawn.split("\r", -1)).hasSize(51);
      assertThat(drawn).endsWith("█".repeat(14) + "░".repeat(14) + "  49 %  5 s, 5 s left, 100/s");
    }
    assertThat(bytes.toString(StandardCharsets.UTF_8)).endsWith(System.lineSeparator());
  }

  @Test
  void theEndIsAlwaysDrawn() {
    try (var progress = progress(2, true)) {
      progress.advance(1);
      progress.advance(1, "done");
      assertThat(bytes.toString(StandardCharsets.UTF_8))
          .endsWith(CLEAR + "training " + "█".repeat(28) + " 100 %  0 s  done");
    }
  }

  @Test
  void closingTwiceEndsTheLineOnce() {
    Progress progress = progress(2, true);
    progress.close();
    int length = bytes.size();
    progress.close();
    assertThat(bytes.size()).isEqualTo(length);
  }

  @Test
  void whatWasDoneBeforeSaysNothingAboutTheTime() {
    try (var progress = progress(100, false).from(50)) {
      now += 10 * SECOND;
      progress.advance(10);
    }
    assertThat(lines()).containsExactly("training  60 %  10 s, 40 s left, 1.00/s");
    assertThat(progress(3, false).from(7)).isNotNull();
  }

  @Test
  void nothingToDoIsDone() {
    try (var progress = progress(0, false)) {
      progress.advance(1);
    }
    assertThat(lines()).containsExactly("training 100 %  0 s");
  }

  @Test
  void manyThreadsMayAdvance() throws Exception {
    try (var progress = progress(4000, false)) {
      Thread[] threads = new Thread[4];
      for (int t = 0; t < 4; t++) {
        threads[t] =
            Thread.ofPlatform()
                .start(() -> {
                  for (int i = 0; i < 1000; i++) {
                    progress.advance(1);
                  }
                });
      }
      for (Thread thread : threads) {
        thread.join();
      }
    }
    assertThat(lines()).hasSize(10);
    assertThat(lines().getLast()).startsWith("training 100 %");
  }

  @Test
  void refusesANegativeTotal() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> progress(-1, false))
        .withMessageContaining("-1");
  }
}
