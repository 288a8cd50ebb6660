package io.reverie.sleep.spike;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reverie.tensor.Rng;
import org.assertj.core.data.Offset;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class SleepStdpTest {
  private static final SleepStdp RULE = new SleepStdp(0.041, 0.003, 0.001);

  @Test
  void theGateIsOneAtZeroTwoBelowAndShutAbove() {
    assertThat(RULE.gate(0)).isEqualTo(1);
    assertThat(RULE.gate(0.001)).isCloseTo(2 / (1 + Math.E), Offset.offset(1e-12));
    assertThat(RULE.gate(-0.02)).isCloseTo(2, Offset.offset(1e-8));
    assertThat(RULE.gate(0.02)).isBetween(0.0, 1e-8);
    assertThat(RULE.gate(-5)).isEqualTo(2);
    assertThat(RULE.gate(5)).isZero();
  }

  @Test
  void theGateInVectorsIsTheGate() {
    for (double w = -0.012; w < 0.012; w += 1e-5) {
      assertThat((double) SleepStdp.gate((float) w, 1000))
          .as("at %s", w)
          .isCloseTo(RULE.gate((float) w), Percentage.withPercentage(0.005));
    }
    assertThat(SleepStdp.gate(3, 1000)).isBetween(0f, 1e-12f);
    assertThat(SleepStdp.gate(-3, 1000)).isEqualTo(2);
    assertThat(SleepStdp.gate(Float.NaN, 1000)).isNaN();
  }

  @Test
  void activeSynapsesGrowAndSilentOnesShrinkWithinTheRowAlone() {
    float[] w = {9, 0, 0, -0.5f, -0.5f, 0.5f, 0.5f, 9};
    RULE.spiked(w, 1, 6, new int[] {0, 2, 4, 77}, 3);
    assertThat(w)
        .containsExactly(
            new float[] {9, 0.041f, -0.003f, -0.5f + 0.082f, -0.5f - 0.006f, 0.5f, 0.5f, 9},
            Offset.offset(1e-7f));
    assertThat(w[5]).isEqualTo(0.5f);
    assertThat(w[6]).isEqualTo(0.5f);
  }

  @Test
  void randomSignsKeepTheSizes() {
    int n = 2000;
    float[] w = new float[n];
    float[] before = new float[n];
    for (int i = 0; i < n; i++) {
      w[i] = -0.1f;
      before[i] = w[i];
    }
    int[] active = {3, 1999};
    Plasticity.randomSign(RULE, Rng.of(1)).spiked(w, 0, n, active, 2);
    int up = 0;
    for (int i = 0; i < n; i++) {
      float size = i == 3 || i == 1999 ? 0.082f : 0.006f;
      assertThat(Math.abs(w[i] - before[i])).isCloseTo(size, Offset.offset(1e-6f));
      up += w[i] > before[i] ? 1 : 0;
    }
    // Five standard deviations of 2000 coins.
    assertThat(up).isBetween(1000 - 112, 1000 + 112);
  }

  @Test
  void nonsenseIsRefused() {
    assertThatThrownBy(() -> new SleepStdp(-1, 0, 1)).hasMessageContaining("0 or more");
    assertThatThrownBy(() -> new SleepStdp(1, Double.NaN, 1)).hasMessageContaining("0 or more");
    assertThatThrownBy(() -> new SleepStdp(1, 1, 0)).hasMessageContaining("above 0");
  }
}
