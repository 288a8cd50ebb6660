package io.reverie.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reverie.data.Dataset;
import io.reverie.examples.split.Arm;
import io.reverie.examples.split.DomainRivals;
import io.reverie.examples.split.Mammoth;
import io.reverie.examples.split.Rivals;
import io.reverie.sleep.evaluate.Trial;
import io.reverie.sleep.scenario.Scenario;
import io.reverie.sleep.strategy.Strategy;
import io.reverie.tensor.Rng;
import io.reverie.tensor.Tensor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every arm learns a little stream, pays for it, and gives the same figures again. */
class RivalsTest {
  private static final int BUFFER = 10;

  @TempDir Path folder;

  /** Pictures of which no two are alike, two of each class. */
  private static Scenario little() {
    int[] labels = new int[20];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = i / 2;
    }
    // As dark as pictures on a black ground: on brighter ones the rates of 0.2 diverge.
    Dataset data = Dataset.of(Tensor.uniform(Rng.of(1), 0, 0.5f, 20, 784), labels);
    return Scenario.split(data, data, 2);
  }

  private static double[] end(Arm arm) {
    Rng rng = Rng.of(100);
    Scenario little = little();
    Strategy strategy = arm.strategy(little, BUFFER, rng);
    Trial.Result result =
        new Trial(little, 1, 3, Trial.Glances.NONE).run(strategy, rng.split("order"), _ -> {});
    assertThat(result.ledger().gradientSamples()).as(arm.name()).isGreaterThanOrEqualTo(20);
    for (float score : strategy.scores(Tensor.ones(1, 784)).toArray()) {
      assertThat(score).as(arm.name()).isNotNaN();
    }
    return result.accuracy().row(4);
  }

  @Test
  void everyArmLearnsAndDoesItAgain() {
    List<Arm> arms = new ArrayList<>(Rivals.all());
    arms.addAll(DomainRivals.permuted(200));
    arms.addAll(DomainRivals.rotated(5120));
    for (Arm arm : arms) {
      assertThat(end(arm)).as(arm.name()).isEqualTo(end(arm));
    }
  }

  @Test
  void armsHaveNamesOfTheirOwn() {
    assertThat(Rivals.all().stream().map(Arm::name)).doesNotHaveDuplicates();
    assertThat(Rivals.named("mir").title()).isEqualTo("MIR");
    assertThatThrownBy(() -> Rivals.named("ewk")).hasMessageContaining("ewc, si, er");
  }

  @Test
  void everyArmOfReferenceHasFigures() {
    for (Arm arm : Rivals.reference()) {
      assertThat(Mammoth.of(arm.name(), 0).or(() -> Mammoth.of(arm.name(), 500))).isPresent();
    }
    assertThat(Mammoth.of("er", 200).orElseThrow().accuracy()).isEqualTo(73.94);
    assertThat(Mammoth.of("er", 201)).isEmpty();
  }

  @Test
  void theCheckWritesItsTable() throws Exception {
    Path subset =
        Path.of(getClass().getResource("data/fashion-mnist-subset/LICENSE").toURI()).getParent();
    Path out = folder.resolve("rivals.tsv");
    int code =
        Examples.run(
            "RivalsCheck",
            "--seeds",
            "1",
            "--buffers",
            "50",
            "--arms",
            "sgd,er,ewc",
            "--data",
            subset.toString(),
            "--out",
            out.toString());
    assertThat(code).isZero();
    List<String> rows = Files.readAllLines(out);
    assertThat(rows).hasSize(4).allMatch(row -> row.split("\t", -1).length == 14);
    assertThat(rows.get(1)).startsWith("sgd\t0\t1\t").contains("\t19.94\t");
    assertThat(rows.get(3)).startsWith("er\t50\t1\t");
    assertThat(Examples.run("RivalsCheck", "--arms", "ewk")).isEqualTo(2);
    assertThat(Examples.run("RivalsCheck", "--seeds", "0")).isEqualTo(2);
  }
}
