package io.reverie.sleep.spike;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reverie.tensor.Rng;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class WindowedInputTest {
  private static final int HEIGHT = 7;
  private static final int WIDTH = 6;
  private static final int SIDE = 4;

  private static float[] mean() {
    float[] mean = new float[HEIGHT * WIDTH];
    for (int i = 0; i < mean.length; i++) {
      mean[i] = i / (float) mean.length;
    }
    return mean;
  }

  @Test
  void windowsLieInsideAndAllAreAsLikely() {
    var input = new WindowedInput(mean(), HEIGHT, WIDTH, SIDE, 200, Rng.of(1));
    int[] counts = new int[4 * 3];
    int n = 12_000;
    for (int t = 0; t < n; t++) {
      int spikes = input.next();
      assertThat(spikes).isLessThanOrEqualTo(SIDE * SIDE);
      for (int k = 0; k < spikes; k++) {
        assertThat(input.spiking()[k] / WIDTH - input.row()).isBetween(0, SIDE - 1);
        assertThat(input.spiking()[k] % WIDTH - input.column()).isBetween(0, SIDE - 1);
      }
      counts[input.row() * 3 + input.column()]++;
    }
    double chi = Arrays.stream(counts).mapToDouble(c -> (c - 1000.0) * (c - 1000) / 1000).sum();
    // The 99.9th percentile of χ² with 11 degrees of freedom.
    assertThat(chi).isLessThan(31.3);
  }

  /** Spikes of each pixel against 2·0.001·rate·mean, given that the window covers it. */
  @Test
  void pixelsSpikeAtTheirRate() {
    double rate = 180;
    var input = new WindowedInput(mean(), HEIGHT, WIDTH, SIDE, rate, Rng.of(2));
    int[] covered = new int[HEIGHT * WIDTH];
    int[] spiked = new int[HEIGHT * WIDTH];
    for (int t = 0; t < 20_000; t++) {
      int spikes = input.next();
      for (int y = 0; y < SIDE; y++) {
        for (int x = 0; x < SIDE; x++) {
          covered[(input.row() + y) * WIDTH + input.column() + x]++;
        }
      }
      for (int k = 0; k < spikes; k++) {
        spiked[input.spiking()[k]]++;
      }
    }
    double chi = 0;
    for (int i = 1; i < covered.length; i++) {
      double p = 2 * 0.001 * rate * mean()[i];
      double difference = spiked[i] - covered[i] * p;
      chi += difference * difference / (covered[i] * p * (1 - p));
    }
    assertThat(spiked[0]).isZero();
    // The 0.1th and 99.9th percentile of χ² with 41 degrees of freedom.
    assertThat(chi).isBetween(18.6, 74.7);
  }

  @Test
  void moreThanCertainIsCertain() {
    float[] mean = {1, 0, -1, 1};
    var input = new WindowedInput(mean, 2, 2, 2, 1000, Rng.of(3));
    for (int t = 0; t < 100; t++) {
      assertThat(Arrays.copyOf(input.spiking(), input.next())).isNotNull();
      assertThat(input.spiking()).startsWith(0, 3);
    }
  }

  @Test
  void nonsenseIsRefused() {
    for (int side : new int[] {0, 7}) {
      assertThatThrownBy(() -> new WindowedInput(mean(), HEIGHT, WIDTH, side, 1, Rng.of(1)))
          .hasMessageContaining("side %d".formatted(side));
    }
    assertThatThrownBy(() -> new WindowedInput(mean(), 3, WIDTH, 2, 1, Rng.of(1)))
        .hasMessageContaining("42 pixels");
    assertThatThrownBy(() -> new WindowedInput(mean(), HEIGHT, WIDTH, 2, -1, Rng.of(1)))
        .hasMessageContaining("rate");
  }
}
