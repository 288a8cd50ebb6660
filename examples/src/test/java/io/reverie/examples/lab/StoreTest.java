package io.reverie.examples.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reverie.sleep.strategy.Finetune;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs are kept as they are made, and an interrupted experiment goes on to the same figures. */
class StoreTest {
  @TempDir Path folder;

  @Test
  void anInterruptedExperimentGoesOnToTheSameFigures() throws Exception {
    Path whole = folder.resolve("whole.jsonl");
    run(whole, 3, 2);
    Path broken = folder.resolve("broken.jsonl");
    run(broken, 2, 1);
    // The machine went down while the fifth line was written.
    Files.writeString(broken, "{\"arm\":\"once\",\"seed\":2,\"sett", StandardOpenOption.APPEND);
    run(broken, 3, 2);

    assertThat(figures(broken)).isEqualTo(figures(whole)).hasSize(6);
    assertThat(Files.readAllLines(broken)).hasSize(6).allMatch(line -> line.endsWith("}"));
  }

  @Test
  void whatIsThereIsNotMadeAgain() throws Exception {
    Path file = folder.resolve("runs.jsonl");
    run(file, 2, 2);
    String before = Files.readString(file);
    run(file, 2, 2);
    assertThat(Files.readString(file)).isEqualTo(before);
  }

  @Test
  void resultsOfOtherSettingsAreRefused() throws Exception {
    Path file = folder.resolve("runs.jsonl");
    run(file, 1, 1);
    var other =
        Made.experiment(
            "each step twice at another rate",
            bench -> new Made.Twice(bench.learner(0.5f)),
            PassRule.more(Measure.ACCURACY, "twice", "once"));
    var runner = new Runner(other, Made.clouds(), 0, 1, 1);
    assertThatThrownBy(() -> Store.open(file, runner.settings()))
        .isInstanceOf(Store.OtherSettings.class)
        .hasMessageContaining("--fresh");
    Store.putAside(file);
    assertThat(Store.open(file, runner.settings()).outcomes()).isEmpty();
    assertThat(folder.resolve("runs.jsonl.1.old")).exists();
  }

  @Test
  void theHashIsOfAllThatWasChosen() {
    Experiment one = Made.experiment();
    assertThat(one.hash("clouds")).isEqualTo(Made.experiment().hash("clouds")).hasSize(16);
    assertThat(one.hash("other data")).isNotEqualTo(one.hash("clouds"));
    var otherRule =
        Made.experiment(
            "each step twice",
            bench -> new Finetune(bench.learner(0.05f)),
            PassRule.more(Measure.FORGETTING, "twice", "once"));
    assertThat(otherRule.hash("clouds")).isNotEqualTo(one.hash("clouds"));
  }

  @Test
  void whatIsReadIsWhatWasWritten() throws IOException {
    Path file = folder.resolve("runs.jsonl");
    var outcome = Made.outcome("once", 7, Map.of("accuracy", 0.1 + 0.2, "none", Double.NaN));
    Store.open(file, "0123").append(outcome);
    Outcome read = Store.open(file, "0123").outcomes().getFirst();
    assertThat(read.measures()).isEqualTo(outcome.measures());
    assertThat(read.curve()).isDeepEqualTo(outcome.curve());
    assertThat(read.kept()).isEqualTo(outcome.kept());
  }

  @Test
  void unequalPaymentIsNoticed() throws Exception {
    Path file = folder.resolve("runs.jsonl");
    run(file, 1, 1);
    var runner = new Runner(Made.experiment(), Made.clouds(), 0, 1, 1);
    var outcomes = Store.open(file, runner.settings()).outcomes();
    assertThat(Payment.complaints(new Results(Made.experiment(), "clouds", false, outcomes)))
        .singleElement()
        .asString()
        .contains("twice, seed 0, paid 400 gradient samples, once 200: +100.0 %");
    var equal =
        List.of(
            Made.outcome("once", 0, Map.of(Measure.GRADIENT_SAMPLES, 1000.0)),
            Made.outcome("twice", 0, Map.of(Measure.GRADIENT_SAMPLES, 1009.0)));
    assertThat(Payment.complaints(new Results(Made.experiment(), "clouds", false, equal)))
        .isEmpty();
  }

  private static void run(Path file, int seeds, int threads) throws Exception {
    var runner = new Runner(Made.experiment(), Made.clouds(), 0, seeds, threads);
    runner.run(Store.open(file, runner.settings()));
  }

  /** All that does not depend on the clock. */
  private static List<String> figures(Path file) throws IOException {
    var runner = new Runner(Made.experiment(), Made.clouds(), 0, 3, 1);
    var outcomes = Store.open(file, runner.settings()).outcomes();
    return new Results(Made.experiment(), "clouds", false, outcomes)
        .outcomes().stream()
            .map(run -> {
              run.measures().remove(Measure.SECONDS);
              return run.arm() + run.seed() + run.measures() + run.kept();
            })
            .toList();
  }
}
