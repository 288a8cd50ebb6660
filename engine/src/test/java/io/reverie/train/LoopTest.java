package io.reverie.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reverie.io.Checkpoint;
import io.reverie.nn.Linear;
import io.reverie.optim.Sgd;
import io.reverie.tensor.Rng;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Early stopping, folders of checkpoints, and logs. */
class LoopTest {
  @TempDir Path folder;

  @Test
  void stopsWhenPatienceIsOver() {
    assertThat(stopAt(EarlyStopping.min(2), 5, 4, 4, 3, 3.5, 3, 2)).isEqualTo(5);
    assertThat(stopAt(EarlyStopping.max(2), 1, 2, 2, 3, 2, 3, 9)).isEqualTo(5);
    assertThat(stopAt(EarlyStopping.min(1), 1, 2)).isEqualTo(1);
    assertThat(stopAt(EarlyStopping.min(2).delta(0.5), 5, 4.6, 4.5, 9)).isEqualTo(2);
    assertThat(stopAt(EarlyStopping.max(2).delta(0.5), 1, 1.75, 2, 2.25)).isEqualTo(3);
    assertThat(stopAt(EarlyStopping.min(2), 1, Double.NaN, Double.NaN)).isEqualTo(2);
    assertThat(stopAt(EarlyStopping.min(3), 3, 2, 1, 0)).isEqualTo(-1);
    EarlyStopping stopping = EarlyStopping.max(3);
    assertThat(stopping.best()).isEqualTo(Double.NEGATIVE_INFINITY);
    stopping.stop(0.1);
    assertThat(stopping.waited()).isZero();
    stopping.stop(0.05);
    EarlyStopping resumed = EarlyStopping.max(3);
    resumed.restore(stopping.state());
    assertThat(resumed.best()).isEqualTo(0.1);
    assertThat(resumed.waited()).isEqualTo(1);
    assertThat(stopAt(resumed, 0.1, 0.1)).isEqualTo(1);
    assertThatThrownBy(() -> resumed.restore("0.5")).isInstanceOf(NumberFormatException.class);
    assertThatThrownBy(() -> resumed.restore("0.5 x")).isInstanceOf(NumberFormatException.class);
    assertThat(resumed.best()).isEqualTo(0.1);
    assertThatThrownBy(() -> EarlyStopping.min(0)).hasMessageContaining("patience 0");
    assertThatThrownBy(() -> stopping.delta(-1)).hasMessageContaining("delta -1.0");
    assertThatThrownBy(() -> stopping.delta(Double.NaN)).hasMessageContaining("delta NaN");
  }

  private static int stopAt(EarlyStopping stopping, double... values) {
    for (int i = 0; i < values.length; i++) {
      if (stopping.stop(values[i])) {
        return i;
      }
    }
    return -1;
  }

  private final Linear model = Linear.of(2, 2, Rng.of(1));
  private final Checkpoint run = Checkpoint.of(model, Sgd.of(model, 1));

  @Test
  void aFolderKeepsTheLastAndTheBest() throws IOException {
    Path inner = folder.resolve("a/b");
    Checkpoints checkpoints = Checkpoints.in(inner, 2);
    assertThat(checkpoints.resume(run)).isFalse();
    double[] scores = {Double.NaN, 3, 2, 3, 5, 4};
    boolean[] saved = new boolean[scores.length];
    for (int i = 0; i < scores.length; i++) {
      Arrays.fill(model.bias().array(), i);
      checkpoints.save(run, 9 + i);
      saved[i] = Checkpoints.in(inner, 2).saveBest(run, scores[i]);
    }
    assertThat(saved).containsExactly(false, true, false, false, true, false);
    Files.writeString(inner.resolve("step-0000000009.safetensors.123.tmp"), "half");
    Files.writeString(inner.resolve("mine.tmp"), "not its own");
    checkpoints = Checkpoints.in(inner, 2);
    assertThat(checkpoints.files().stream().map(file -> file.getFileName().toString()))
        .containsExactly("step-0000000013.safetensors", "step-0000000014.safetensors");
    assertThat(Files.list(inner)).hasSize(4);
    model.bias().array()[0] = 77;
    assertThat(checkpoints.resume(run)).isTrue();
    assertThat(model.bias().array()[0]).isEqualTo(5);
    run.load(checkpoints.best());
    assertThat(model.bias().array()[0]).isEqualTo(4);
    assertThat(run.notes()).containsEntry("score", "5.0");
    Checkpoints again = checkpoints;
    assertThatThrownBy(() -> again.save(run, 13))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("step 13 comes before")
        .hasMessageContaining("step-0000000014");
    checkpoints.save(run, 14);
    assertThat(checkpoints.files()).hasSize(2);
    assertThatThrownBy(() -> Checkpoints.in(inner, 0)).hasMessageContaining("last 0");
  }

  private List<String> lines(Path file) throws IOException {
    return Files.readString(file).lines().toList();
  }

  @Test
  void aTableGrowsRowByRow() throws IOException {
    Path file = folder.resolve("log.csv");
    try (var log = TrainingLog.open(file, "step", "loss")) {
      assertThat(lines(file)).containsExactly("step,loss");
      log.add(1, 0.1f);
      assertThat(lines(file)).as("at once").containsExactly("step,loss", "1,0.1");
      Thread.currentThread().interrupt();
      log.add(2, 0.1);
      assertThat(Thread.interrupted()).as("kept for whoever waits for it").isTrue();
      log.add(Double.NaN, Double.NEGATIVE_INFINITY);
      assertThatThrownBy(() -> log.add(1)).hasMessageContaining("1 values for the columns");
    }
    Files.writeString(file, Files.readString(file) + "3,0.0");
    try (var log = TrainingLog.open(file, "step", "loss")) {
      log.add(3, 1e-30);
    }
    assertThat(lines(file))
        .containsExactly("step,loss", "1,0.1", "2,0.1", "NaN,-Infinity", "3,1.0E-30");
  }

  @Test
  void linesOfJsonStandAlone() throws IOException {
    Path file = folder.resolve("log.jsonl");
    try (var log = TrainingLog.open(file, "step", "the loss")) {
      log.add(1, Double.NaN);
    }
    Files.writeString(file, Files.readString(file) + "{\"step\":2,\"the l");
    try (var log = TrainingLog.open(file, "step", "the loss")) {
      log.add(2, 0.25);
    }
    assertThat(lines(file))
        .containsExactly("{\"step\":1,\"the loss\":null}", "{\"step\":2,\"the loss\":0.25}");
  }

  @Test
  void tornAtAnyByteALogGoesOn() throws IOException {
    for (String name : List.of("a.csv", "a.jsonl")) {
      Path file = folder.resolve(name);
      try (var log = TrainingLog.open(file, "step", "loss")) {
        log.add(1, 0.5);
        log.add(2, 0.25);
      }
      String whole = Files.readString(file);
      for (int cut = 0; cut <= whole.length(); cut++) {
        Files.writeString(file, whole.substring(0, cut));
        int rows = (int) whole.substring(0, cut).lines().count();
        boolean torn = cut > 0 && whole.charAt(cut - 1) != '\n';
        int header = name.endsWith("csv") ? 1 : 0;
        try (var log = TrainingLog.open(file, "step", "loss")) {
          log.add(7, 7);
        }
        int kept = Math.max(header, rows - (torn ? 1 : 0));
        assertThat(lines(file)).as("%s cut at %d", name, cut).hasSize(kept + 1);
        assertThat(lines(file).subList(0, kept)).isEqualTo(whole.lines().toList().subList(0, kept));
        assertThat(lines(file).getLast()).contains("7").doesNotContain("5");
      }
    }
  }

  @Test
  void aLogGoesBackToItsCheckpoint() throws IOException {
    Path file = folder.resolve("log.csv");
    String place;
    try (var log = TrainingLog.open(file, "step")) {
      log.add(1);
      place = log.state();
      log.add(2);
      log.add(3);
    }
    try (var log = TrainingLog.open(file, "step")) {
      String end = log.state();
      log.restore(place);
      log.restore(end);
      assertThat(lines(file)).as("nothing is lost before the next row").hasSize(4);
      log.restore(place);
      log.add(20);
      assertThat(lines(file)).containsExactly("step", "1", "20");
      log.restore("1000");
      log.add(21);
      assertThat(lines(file)).hasSize(4);
      assertThatThrownBy(() -> log.restore("3")).hasMessageContaining("at byte 3");
      assertThatThrownBy(() -> log.restore("-1")).hasMessageContaining("at byte -1");
      assertThatThrownBy(() -> log.restore("x")).isInstanceOf(NumberFormatException.class);
    }
  }

  @Test
  void anotherTableIsLeftAlone() throws IOException {
    Path csv = folder.resolve("log.csv");
    Path json = folder.resolve("log.jsonl");
    for (String text :
        List.of(
            "step,loss\n1,2\n",
            "step,accuracy,loss\n1",
            "precious words without an end",
            "{\"step\":1,\"loss\":2}\n",
            "{\"step\":1,\"x\":" + "2".repeat(1000),
            "\n")) {
      for (Path file : List.of(csv, json)) {
        Files.writeString(file, text);
        assertThatThrownBy(() -> TrainingLog.open(file, "step", "accuracy"))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining("[step, accuracy]")
            .hasMessageContaining(
                text.lines().findFirst().orElseThrow().substring(0, text.length() > 1 ? 9 : 0));
        assertThat(Files.readString(file)).isEqualTo(text);
      }
    }
    Files.writeString(csv, "step,accuracy\r\n1,2\r\n");
    TrainingLog.open(csv, "step", "accuracy").close();
  }

  @Test
  void badColumnsAndNamesAreRefused() {
    Path file = folder.resolve("x.csv");
    assertThatThrownBy(() -> TrainingLog.open(file)).hasMessageContaining("[]");
    assertThatThrownBy(() -> TrainingLog.open(file, "a", "a")).hasMessageContaining("[a, a]");
    for (String column : List.of("", "a,b", "a\"", "a\\", "a\nb")) {
      assertThatThrownBy(() -> TrainingLog.open(file, "ok", column))
          .hasMessageContaining("column \"" + column + "\"");
    }
    assertThatThrownBy(() -> TrainingLog.open(folder.resolve("x.txt"), "a"))
        .hasMessageContaining(".csv or .jsonl");
    assertThat(file).doesNotExist();
  }
}
