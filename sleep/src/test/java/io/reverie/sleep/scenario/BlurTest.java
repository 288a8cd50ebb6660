package io.reverie.sleep.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reverie.data.Dataset;
import io.reverie.sleep.Toys;
import io.reverie.tensor.Rng;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Tasks that run into each other. */
class BlurTest {
  private static final Dataset TRAIN = Toys.blobs(4, 2, 100, 1, 1, 2);
  private static final Scenario SPLIT = Scenario.split(TRAIN, Toys.blobs(4, 2, 5, 1, 1, 3), 1);

  private static int[] counts(Dataset data) {
    int[] counts = new int[4];
    IntStream.range(0, data.size()).forEach(i -> counts[data.label(i)]++);
    return counts;
  }

  private static List<Float> everything(Scenario scenario) {
    List<Float> values = new ArrayList<>();
    for (Task task : scenario.stream()) {
      for (float value : task.train().all().inputs().toArray()) {
        values.add(value);
      }
    }
    values.sort(null);
    return values;
  }

  @Test
  void aShareOfEachTaskGoesToAllOthers() {
    var blurred = Blur.tasks(SPLIT, 0.3, Rng.of(1));
    for (int t = 0; t < 4; t++) {
      int[] counts = counts(blurred.stream().get(t).train());
      for (int c = 0; c < 4; c++) {
        assertThat(counts[c]).isEqualTo(c == t ? 70 : 10);
      }
    }
    assertThat(everything(blurred)).isEqualTo(everything(SPLIT));
    assertThat(blurred.tests()).isEqualTo(SPLIT.tests());
    assertThat(blurred.borders()).isTrue();
    assertThat(blurred.name()).contains("30 % blurred");
  }

  @Test
  void noShareIsNoBlur() {
    var same = Blur.tasks(SPLIT, 0, Rng.of(1));
    for (int t = 0; t < 4; t++) {
      assertThat(counts(same.stream().get(t).train())[t]).isEqualTo(100);
    }
  }

  @Test
  void aDriftChangesThePartsLittleByLittle() {
    var drift = Blur.drift(SPLIT, 0.5, 10, Rng.of(1));
    assertThat(drift.borders()).isFalse();
    assertThat(drift.stream()).hasSize(40).allMatch(part -> part.train().size() == 10);
    assertThat(everything(drift)).isEqualTo(everything(SPLIT));
    // The middle of a task is its own, its ends are shared by halves: ½ of each at the border.
    int middle = 0;
    int border = 0;
    for (int t = 1; t < 3; t++) {
      middle +=
          counts(drift.stream().get(10 * t + 4).train())[t]
              + counts(drift.stream().get(10 * t + 5).train())[t];
      border += counts(drift.stream().get(10 * t).train())[t];
    }
    assertThat(middle).isGreaterThanOrEqualTo(38);
    assertThat(border).isBetween(6, 17);
  }

  @Test
  void aDriftWithoutWidthHasHardBorders() {
    var hard = Blur.drift(SPLIT, 0, 2, Rng.of(1));
    for (int p = 0; p < 8; p++) {
      assertThat(counts(hard.stream().get(p).train())[p / 2]).isEqualTo(50);
    }
  }

  @Test
  void theSeedDecides() {
    assertThat(
            Blur.drift(SPLIT, 0.3, 4, Rng.of(5)).stream().get(3).train().all().inputs().toArray())
        .isEqualTo(
            Blur.drift(SPLIT, 0.3, 4, Rng.of(5)).stream().get(3).train().all().inputs().toArray())
        .isNotEqualTo(
            Blur.drift(SPLIT, 0.3, 4, Rng.of(6)).stream().get(3).train().all().inputs().toArray());
  }

  @Test
  void nonsenseIsRefused() {
    assertThatThrownBy(() -> Blur.tasks(SPLIT, 1.5, Rng.of(1)))
        .hasMessageContaining("share of 1.5");
    assertThatThrownBy(() -> Blur.tasks(SPLIT.joint(TRAIN), 0.1, Rng.of(1)))
        .hasMessageContaining("of 1 tasks");
    assertThatThrownBy(() -> Blur.drift(SPLIT, -1, 2, Rng.of(1))).hasMessageContaining("-1.0");
    assertThatThrownBy(() -> Blur.drift(SPLIT, 0.1, 200, Rng.of(1)))
        .hasMessageContaining("400 samples in 800 parts");
  }
}
