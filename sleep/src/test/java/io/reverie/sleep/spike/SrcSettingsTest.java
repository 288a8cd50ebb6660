package io.reverie.sleep.spike;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class SrcSettingsTest {
  /** run_class_task_summary.m of FashionMNIST and MNIST, in the repository of the paper. */
  @Test
  void theConstantsAreThePublishedOnes() {
    var fashion = SrcSettings.fashion();
    assertThat(fashion.rate()).isEqualTo(181.047258);
    assertThat(fashion.stdp()).isEqualTo(new SleepStdp(0.041001, 0.003344, 0.001));
    assertThat(fashion.thresholds()).containsExactly(40.446884, 27.596929, 33.109393);
    assertThat(fashion.gain()).isEqualTo(31.592987);
    var mnist = SrcSettings.mnist();
    assertThat(mnist.rate()).isEqualTo(239.515363);
    assertThat(mnist.stdp()).isEqualTo(new SleepStdp(0.032064, 0.003344, 0.001));
    assertThat(mnist.thresholds()).containsExactly(14.548273, 44.560317, 38.046326);
    assertThat(mnist.gain()).isEqualTo(55.882454);
    for (var settings : List.of(fashion, mnist)) {
      assertThat(settings.decay()).isEqualTo(0.999);
      assertThat(settings.window()).isEqualTo(11);
      assertThat(settings.steps()).isEqualTo(15_000);
      assertThat(settings.more()).isEqualTo(5_000);
    }
  }

  @Test
  void nonsenseIsRefused() {
    var good = SrcSettings.fashion();
    assertThatThrownBy(() -> good.nights(-1, 0)).hasMessageContaining("-1 steps");
    assertThatThrownBy(() ->
            new SrcSettings(1, good.stdp(), List.of(0.0), 1, 1, 1, 1, 1, layer -> true, false))
        .hasMessageContaining("thresholds [0.0]");
    assertThatThrownBy(
            () -> new SrcSettings(-1, good.stdp(), List.of(), 1, 1, 1, 1, 1, layer -> true, false))
        .hasMessageContaining("rate -1.0");
  }
}
