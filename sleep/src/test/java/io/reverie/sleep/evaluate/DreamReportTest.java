package io.reverie.sleep.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import io.reverie.data.Batch;
import io.reverie.sleep.Hypnogram;
import io.reverie.sleep.Hypnogram.Episode;
import io.reverie.sleep.memory.KeepRule;
import io.reverie.sleep.memory.ReplayBuffer;
import io.reverie.sleep.stage.Dream;
import io.reverie.tensor.Rng;
import io.reverie.tensor.Shape;
import io.reverie.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** What a night dreamt, against a search by hand. */
class DreamReportTest {
  private static final int WIDTH = 7;
  private static final int CLASSES = 4;

  private final ReplayBuffer memory =
      ReplayBuffer.of(30, Shape.of(WIDTH), CLASSES, KeepRule.reservoir(), Rng.of(1));
  private final Tensor known = Tensor.randn(Rng.of(2), 30, WIDTH);

  DreamReportTest() {
    var labels = new int[30];
    for (int i = 0; i < 30; i++) {
      labels[i] = i % 3;
    }
    memory.add(new Batch(known, labels), 0);
  }

  private static Hypnogram night(List<Dream> dreams) {
    var episodes =
        List.of(
            new Episode("N3", 0, 0, 10, 0),
            new Episode("REM", 0, 10, 20, 0),
            new Episode("N1", 1, 20, 20, 0),
            new Episode("REM", 1, 20, 30, 0),
            new Episode("N3", 2, 30, 40, 0));
    return new Hypnogram(episodes, new float[40], dreams, 1, 1, true, 0, 0);
  }

  private static Dream dream(int step, float[] image, float... targets) {
    return new Dream("toy", step, image, targets, Float.NaN, List.of());
  }

  private static List<Dream> some() {
    List<Dream> dreams = new ArrayList<>();
    Rng rng = Rng.of(5);
    for (int i = 0; i < 12; i++) {
      float[] image = Tensor.randn(rng, WIDTH).toArray();
      dreams.add(dream(i < 6 ? 10 : 20, image, 0.5f, 0.5f, 0, 0));
    }
    return dreams;
  }

  @Test
  void theNearestMemoryIsThatOfABruteForceSearch() {
    List<Dream> dreams = some();
    var report = DreamReport.of(night(dreams), memory);
    var sums = new double[2];
    for (int i = 0; i < dreams.size(); i++) {
      int best = 0;
      double least = Double.MAX_VALUE;
      for (int m = 0; m < 30; m++) {
        double squares = 0;
        for (int j = 0; j < WIDTH; j++) {
          squares += Math.pow((double) dreams.get(i).image()[j] - known.at(m, j), 2);
        }
        if (squares < least) {
          least = squares;
          best = m;
        }
      }
      var sighting = report.sightings().get(i);
      assertThat(sighting.dream()).isSameAs(dreams.get(i));
      assertThat(sighting.nearest()).isEqualTo(best);
      assertThat(sighting.label()).isEqualTo(best % 3);
      assertThat(sighting.image()).isEqualTo(known.slice(0, best, best + 1).toArray());
      assertThat(sighting.distance()).isCloseTo(Math.sqrt(least / WIDTH), Offset.offset(1e-9));
      assertThat(sighting.cycle()).isEqualTo(i < 6 ? 0 : 1);
      sums[sighting.cycle()] += Math.sqrt(least / WIDTH) / 6;
    }
    assertThat(report.drift()).hasSize(3);
    assertThat(report.drift()[0]).isCloseTo(sums[0], Offset.offset(1e-9));
    assertThat(report.drift()[1]).isCloseTo(sums[1], Offset.offset(1e-9));
    assertThat(report.drift()[2]).isNaN();
    assertThat(report.distance()).isCloseTo((sums[0] + sums[1]) / 2, Offset.offset(1e-9));
  }

  @Test
  void aMemoryDreamtAsItIsIsFoundAtNoDistance() {
    float[] ninth = known.slice(0, 9, 10).toArray();
    var report =
        DreamReport.of(
            night(List.of(dream(12, ninth, 1, 0, 0, 0), dream(12, ninth, 0, 1, 0, 0))), memory);
    assertThat(report.sightings().getFirst().nearest()).isEqualTo(9);
    assertThat(report.distance()).isZero();
    assertThat(report.agreement()).isEqualTo(0.5);
  }

  @Test
  void entropyCoverageAndClassesAreCounted() {
    float[] image = new float[WIDTH];
    var report =
        DreamReport.of(
            night(
                List.of(
                    dream(10, image, 1, 0, 0, 0),
                    dream(10, image, 0.25f, 0.25f, 0.25f, 0.25f),
                    dream(10, image, 0, 0.25f, 0.75f, 0))),
            memory);
    double mixed = -0.25 * Math.log(0.25) - 0.75 * Math.log(0.75);
    assertThat(report.labelEntropy()).isCloseTo((0 + Math.log(4) + mixed) / 3, Offset.offset(1e-7));
    assertThat(report.dreamtOf()).containsExactly(2, 0, 1, 0);
    assertThat(report.present()).containsExactly(0, 1, 2);
    assertThat(report.coverage()).isCloseTo(2 / 3.0, Offset.offset(1e-12));
    assertThat(report.toString()).contains("3 dreams").contains("67 % of the classes");
  }

  @Test
  void dreamsOfAnotherSizeHaveNoNearestMemory() {
    var report = DreamReport.of(night(List.of(dream(10, new float[3], 1, 0, 0, 0))), memory);
    var sighting = report.sightings().getFirst();
    assertThat(sighting.nearest()).isEqualTo(-1);
    assertThat(sighting.distance()).isNaN();
    assertThat(report.distance()).isNaN();
    assertThat(report.agreement()).isNaN();
    assertThat(report.drift()).containsOnly(Double.NaN);
  }

  @Test
  void aNightWithoutDreamsHasAnEmptyReport() {
    var empty = ReplayBuffer.of(3, Shape.of(WIDTH), CLASSES, KeepRule.reservoir(), Rng.of(1));
    var report = DreamReport.of(night(List.of()), empty);
    assertThat(report.sightings()).isEmpty();
    assertThat(report.labelEntropy()).isNaN();
    assertThat(report.coverage()).isNaN();
  }
}
