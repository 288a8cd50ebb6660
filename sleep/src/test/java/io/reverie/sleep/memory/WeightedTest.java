package io.reverie.sleep.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.reverie.data.Batch;
import io.reverie.sleep.Toys;
import io.reverie.tensor.Rng;
import io.reverie.tensor.Shape;
import io.reverie.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** Draws by what is asked of each memory at the time. */
class WeightedTest {
  private static ReplayBuffer eight() {
    return Toys.memory(4, 0, 0, 1, 1, 2, 2, 3, 3);
  }

  private static double chiSquare(Priority weight, double... chances) {
    return Counts.chiSquare(Counts.of(eight(), Draw.weighted(weight), 2000, 8), chances);
  }

  // 7 degrees of freedom: once in a thousand above 24.3.

  @Test
  void drawsInProportion() {
    double[] chances = new double[8];
    for (int i = 0; i < 8; i++) {
      chances[i] = i / 28.0;
    }
    assertThat(chiSquare((memory, slot) -> slot, chances)).isBetween(0.4, 24.3);
    assertThat(chiSquare((memory, slot) -> slot * 1e307, chances)).isBetween(0.4, 24.3);
    assertThat(chiSquare((memory, slot) -> slot * 1e-300, chances)).isBetween(0.4, 24.3);
  }

  @Test
  void whatIsNotKnownCountsAsTheLargest() {
    Priority some = (memory, slot) -> slot == 0 ? Double.NaN : slot == 1 ? 3 : 1;
    double w = 1 / 12.0;
    assertThat(chiSquare(some, 3 * w, 3 * w, w, w, w, w, w, w)).isBetween(0.4, 24.3);
  }

  @Test
  void whereAllAreZeroAllAreAlike() {
    double w = 1 / 8.0;
    assertThat(chiSquare((memory, slot) -> 0, w, w, w, w, w, w, w, w)).isBetween(0.4, 24.3);
    assertThat(chiSquare((m, slot) -> Double.NaN, w, w, w, w, w, w, w, w)).isBetween(0.4, 24.3);
  }

  @Test
  void aCueCallsItsMemoriesMoreOften() {
    var memory = eight();
    double w = 1 / (4 + 4 * 3.0);
    double[] odd = {w, w, 3 * w, 3 * w, w, w, 3 * w, 3 * w};
    int[] counts = Counts.of(memory, Draw.cued(Cue.ofClasses(1, 3), 3), 2000, 8);
    assertThat(Counts.chiSquare(counts, odd)).isBetween(0.4, 24.3);
    int[] never = Counts.of(memory, Draw.cued(Cue.ofClasses(0, 1, 2), 0), 50, 8);
    assertThat(never[6] + never[7]).isEqualTo(400);
  }

  @Test
  void cuesKnowTasksAndTags() {
    var memory = ReplayBuffer.of(4, Shape.of(1), 1, KeepRule.window(), Rng.of(1));
    Batch one = new Batch(Tensor.zeros(1, 1), new int[1]);
    memory.add(one, 0);
    memory.tagging(7);
    memory.add(one, 1);
    memory.add(one, 2);
    assertThat(memory.tag(0)).isZero();
    assertThat(memory.tag(1)).isEqualTo(7);
    assertThat(Cue.ofTags(7).calls(memory, 0)).isFalse();
    assertThat(Cue.ofTags(3, 7).calls(memory, 2)).isTrue();
    assertThat(Cue.ofTasks(0, 2).calls(memory, 1)).isFalse();
    assertThat(Cue.ofTasks(0, 2).calls(memory, 2)).isTrue();
  }

  @Test
  void curvesHalveWithTheirHalfLife() {
    var memory = ReplayBuffer.of(9, Shape.of(1), 1, KeepRule.window(), Rng.of(1));
    memory.add(new Batch(Tensor.zeros(9, 1), new int[9]), 0);
    for (int slot = 0; slot < 9; slot++) {
      double recent = Math.pow(0.5, (8 - slot) / 4.0);
      double first = Math.pow(0.5, slot / 2.0);
      assertThat(Priority.recency(4).of(memory, slot)).isCloseTo(recent, within(1e-12));
      assertThat(Priority.primacy(2).of(memory, slot)).isCloseTo(first, within(1e-12));
      assertThat(Priority.recency(4).plus(Priority.primacy(2)).of(memory, slot))
          .isCloseTo(recent + first, within(1e-12));
    }
  }

  @Test
  void balancedWeightsGiveClassesEqualParts() {
    var memory = Toys.memory(3, 0, 0, 0, 0, 1, 1, 2);
    double[] chances = {1 / 12.0, 1 / 12.0, 1 / 12.0, 1 / 12.0, 1 / 6.0, 1 / 6.0, 1 / 3.0};
    int[] counts = Counts.of(memory, Draw.weighted(Priority.balanced()), 2000, 8);
    assertThat(Counts.chiSquare(counts, chances)).isBetween(0.3, 22.5); // 6 degrees of freedom
  }

  /** The control means nothing, but always the same. */
  @Test
  void randomPrioritiesStayWithTheMemory() {
    var memory = eight();
    var control = Priority.random(5);
    double[] before = new double[8];
    for (int slot = 0; slot < 8; slot++) {
      before[slot] = control.of(memory, slot);
      assertThat(before[slot]).isBetween(0.0, 1.0).isEqualTo(control.of(memory, slot));
      assertThat(before[slot]).isNotEqualTo(Priority.random(6).of(memory, slot));
    }
    assertThat(before).doesNotHaveDuplicates();
    memory.remove(2);
    assertThat(control.of(memory, 2)).isEqualTo(before[7]);
  }

  @Test
  void nothingComesOfNothing() {
    var empty = ReplayBuffer.of(4, Shape.of(1), 1, KeepRule.window(), Rng.of(1));
    assertThat(empty.draw(Draw.weighted(Priority.balanced()), 3).size()).isZero();
    assertThatThrownBy(() -> eight().draw(Draw.weighted((memory, slot) -> -slot), 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("weight -1.0 of slot 1");
    assertThatThrownBy(() -> Priority.recency(0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Priority.loss().power(-1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Cue.ofTags(1).times(-1)).isInstanceOf(IllegalArgumentException.class);
  }
}
