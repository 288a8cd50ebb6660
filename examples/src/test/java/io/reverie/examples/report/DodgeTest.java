package io.reverie.examples.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DodgeTest {

  @Test
  void labelsApartStayWhereTheyAre() {
    assertThat(Dodge.spread(new double[] {80, 20, 50}, 15, new Range(0, 100)))
        .containsExactly(80, 20, 50);
  }

  @Test
  void collidingLabelsShareTheShift() {
    assertThat(Dodge.spread(new double[] {50, 50}, 10, new Range(0, 100))).containsExactly(45, 55);
    assertThat(Dodge.spread(new double[] {0, 0}, 10, new Range(0, 100))).containsExactly(0, 10);
  }

  @Test
  void alwaysApartAndWithin() {
    var random = new Random(11);
    for (int trial = 0; trial < 500; trial++) {
      double[] wanted = random.doubles(random.nextInt(0, 10), 0, 100).toArray();
      double[] placed = Dodge.spread(wanted, 10, new Range(0, 100));
      Arrays.sort(placed);
      for (int i = 0; i < placed.length; i++) {
        assertThat(placed[i]).isBetween(-1e-9, 100 + 1e-9);
        assertThat(i == 0 ? 10 : placed[i] - placed[i - 1]).isGreaterThanOrEqualTo(10 - 1e-9);
      }
    }
  }

  @Test
  void thinningKeepsSpikesAndGaps() {
    double[] x = new double[10_000];
    double[] y = new double[10_000];
    Arrays.setAll(x, i -> i);
    y[1234] = 9;
    y[4321] = -9;
    y[7777] = Double.NaN;
    int[] kept = Thinning.keep(x, y, 100);
    assertThat(kept).contains(0, 1234, 4321, 7777, 9999).isSorted();
    assertThat(kept.length).isLessThan(500);
    assertThat(Thinning.keep(new double[3], new double[3], 100)).containsExactly(0, 1, 2);
  }
}
