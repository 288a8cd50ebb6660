package io.reverie.sleep.stage;

import static org.assertj.core.api.Assertions.assertThat;

import io.reverie.tensor.Tensor;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Softmax at a temperature, among some classes. */
class SoftTargetsTest {
  @Test
  void othersGetNothingAndTheRestAddsUpToOne() {
    Tensor scores = Tensor.of(new float[] {0, 1, 99, 3, 4, 2, -1, 2}, 2, 4);
    Tensor targets = SoftTargets.of(scores, new int[] {0, 1, 3}, 2);
    double all = 1 + Math.exp(0.5) + Math.exp(1.5);
    assertThat((double) targets.at(0, 0)).isCloseTo(1 / all, Offset.offset(1e-6));
    assertThat((double) targets.at(0, 1)).isCloseTo(Math.exp(0.5) / all, Offset.offset(1e-6));
    assertThat((double) targets.at(0, 3)).isCloseTo(Math.exp(1.5) / all, Offset.offset(1e-6));
    assertThat(targets.at(0, 2)).isZero();
    assertThat((double) targets.sum().item()).isCloseTo(2, Offset.offset(1e-6));
  }

  @Test
  void largeScoresDoNotOverflowOneClassGetsAllAndNaNStays() {
    Tensor large = Tensor.of(new float[] {1e30f, -1e30f, 0, Float.NaN, 1, 1}, 2, 3);
    Tensor targets = SoftTargets.of(large, new int[] {0, 1}, 1);
    assertThat(targets.slice(0, 0, 1).toArray()).containsExactly(1, 0, 0);
    assertThat(targets.at(1, 0)).isNaN();
    assertThat(SoftTargets.of(large, new int[] {1}, 0.1f).at(0, 1)).isEqualTo(1);
    assertThat(SoftTargets.of(large, new int[0], 1).toArray()).containsOnly(0);
  }
}
