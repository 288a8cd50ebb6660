package io.reverie.sleep.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.reverie.data.Batch;
import io.reverie.sleep.Toys;
import io.reverie.tensor.Rng;
import io.reverie.tensor.Shape;
import io.reverie.tensor.Tensor;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How likely each memory is, by the formula and by counting. */
class PrioritisedTest {
  /** Seven of class 0, two of class 1, one of class 2; the priority of slot i is i². */
  private static ReplayBuffer squares() {
    return Toys.memory(4, 0, 0, 0, 0, 0, 0, 0, 1, 1, 2)
        .prioritise((memory, slot) -> (double) slot * slot);
  }

  /** P(i) as the Javadoc of {@link Prioritised} has it. */
  private static double[] byHand(double share, double floor) {
    double[] members = {7, 7, 7, 7, 7, 7, 7, 2, 2, 1};
    double total = 285; // 0 + 1 + 4 + … + 81
    return IntStream.range(0, 10)
        .mapToDouble(i ->
            floor / (3 * members[i]) + (1 - floor) * ((1 - share) / 10 + share * i * i / total))
        .toArray();
  }

  @ParameterizedTest
  @CsvSource({"0.3, 0", "0, 0", "1, 0", "0.5, 0.25", "1, 1", "0.9, 0.1"})
  void drawsAsTheFormulaSays(double share, double floor) {
    var memory = squares();
    var draw = new Prioritised(share, 1, floor);
    double[] expected = byHand(share, floor);
    for (int i = 0; i < 10; i++) {
      assertThat(draw.chance(memory, i)).isCloseTo(expected[i], within(1e-12));
    }
    // 9 degrees of freedom: once in a thousand above 27.9; at most 10^-4 below 0.5.
    double chiSquare = Counts.chiSquare(Counts.of(memory, draw, 2000, 10), expected);
    assertThat(chiSquare).isBetween(0.5, 27.9);
  }

  @Test
  void weightsAreThoseOfTheFormula() {
    var draw = new Prioritised(0.3, 0.4, 0.1);
    double[] chances = byHand(0.3, 0.1);
    var recall = squares().draw(draw, 6);
    double[] exact =
        IntStream.of(recall.slots()).mapToDouble(i -> Math.pow(10 * chances[i], -0.4)).toArray();
    double largest = IntStream.range(0, 6).mapToDouble(i -> exact[i]).max().orElseThrow();
    assertThat(recall.weights()).hasSize(6);
    for (int i = 0; i < 6; i++) {
      assertThat((double) recall.weights()[i]).isCloseTo(exact[i] / largest, within(1e-6));
    }
    assertThat(recall.weights()).contains(1f);
  }

  /** With β = 1 the weighted mean of anything has the expectation of the plain mean. */
  @Test
  void fullCorrectionUndoesTheBias() {
    var memory = squares();
    var draw = new Prioritised(0.8, 1, 0);
    double sum = 0;
    int draws = 40_000;
    Rng rng = Rng.of(12);
    for (int i = 0; i < draws; i++) {
      int slot = draw.slots(memory, 1, rng)[0];
      sum += slot / (10 * draw.chance(memory, slot));
    }
    assertThat(sum / draws).isCloseTo(4.5, within(0.1)); // the deviation of the mean is 0.02
  }

  @Test
  void noCorrectionGivesNoWeights() {
    assertThat(squares().draw(new Prioritised(0.3, 0, 0), 4).weights()).isNull();
    assertThat(squares().draw(5).weights()).isNull();
    assertThat(squares().draw(Draw.prioritised().correcting(1), 4).weights()).hasSize(4);
  }

  @Test
  void theEffectiveSizeIsOneOverTheSumOfSquares() {
    var memory = squares();
    double squares = IntStream.range(0, 10).mapToDouble(i -> Math.pow(byHand(0.3, 0)[i], 2)).sum();
    assertThat(Draw.prioritised().effectiveSize(memory)).isCloseTo(1 / squares, within(1e-9));
    assertThat(new Prioritised(0, 1, 0).effectiveSize(memory)).isCloseTo(10, within(1e-9));
    memory.prioritise((m, slot) -> slot == 3 ? 1 : 0);
    assertThat(new Prioritised(1, 1, 0).effectiveSize(memory)).isCloseTo(1, within(1e-9));
  }

  @Test
  void withoutAnyPriorityAllAreAlike() {
    var memory = squares().prioritise((m, slot) -> 0);
    var draw = new Prioritised(1, 1, 0);
    assertThat(draw.chance(memory, 3)).isEqualTo(0.1);
    assertThat(IntStream.of(Counts.of(memory, draw, 100, 10))).allMatch(count -> count > 50);
  }

  @Test
  void newMemoriesComeFirst() {
    double[] worth = {0.5, 2, 0.25, Double.NaN, Double.POSITIVE_INFINITY, 7};
    var memory =
        ReplayBuffer.of(6, Shape.of(1), 1, KeepRule.window(), Rng.of(1))
            .prioritise((m, slot) -> worth[slot]);
    memory.add(new Batch(Tensor.zeros(5, 1), new int[5]), 0);
    assertThat(ranks(memory)).containsExactly(1, 1, 1, 1, 1); // nothing is known of anyone
    memory.notes().rank(0);
    assertThat(ranks(memory)).containsExactly(0.5, 2, 0.25, 2, 2);
    memory.add(new Batch(Tensor.zeros(1, 1), new int[1]), 0);
    assertThat(ranks(memory)).containsExactly(0.5, 2, 0.25, 2, 2, 2);
    memory.notes().rank(5);
    assertThat(ranks(memory)).containsExactly(0.5, 2, 0.25, 2, 2, 7);
    memory.add(new Batch(Tensor.zeros(1, 1), new int[1]), 0);
    assertThat(ranks(memory)).containsExactly(7, 2, 0.25, 2, 2, 7);
  }

  private static double[] ranks(ReplayBuffer memory) {
    return IntStream.range(0, memory.size()).mapToDouble(memory.notes()::priority).toArray();
  }

  /** After any history the root is the sum of the leaves, and those that went have none. */
  @Test
  void theSumOfTheLeavesIsTheRoot() {
    var memory =
        ReplayBuffer.of(37, Shape.of(1), 3, KeepRule.reservoir(), Rng.of(5))
            .prioritise(Priority.loss().power(0.5));
    var rng = Rng.of(6);
    for (int i = 0; i < 3000; i++) {
      if (memory.size() > 0 && rng.nextInt(4) == 0) {
        memory.remove(rng.nextInt(memory.size()));
      } else {
        memory.add(new Batch(Tensor.zeros(1, 1), new int[] {rng.nextInt(3)}), 0);
      }
      if (memory.size() > 0) {
        int[] slots = memory.draw(Draw.uniform(), 3, rng).slots();
        memory.notes().write(slots, Tensor.randn(rng, slots.length, 3));
      }
      double sum = 0;
      for (double rank : ranks(memory)) {
        sum += rank;
      }
      assertThat(memory.notes().totalPriority()).isCloseTo(sum, within(1e-9));
    }
    for (int slot = 0; slot < memory.size(); slot++) {
      double loss = memory.notes().loss(slot);
      if (!Double.isNaN(loss)) {
        assertThat(memory.notes().priority(slot)).isEqualTo(Math.pow(loss + 0.01, 0.5));
      }
    }
  }

  @Test
  void anEmptyMemoryGivesNothing() {
    var memory =
        ReplayBuffer.of(5, Shape.of(2), 2, KeepRule.reservoir(), Rng.of(1))
            .prioritise(Priority.random(1));
    assertThat(memory.draw(Draw.prioritised(), 4).size()).isZero();
    assertThat(Draw.prioritised().effectiveSize(memory)).isZero();
  }

  @Test
  void refusesWhatCannotBe() {
    var plain = Toys.memory(2, 0, 1);
    assertThatThrownBy(() -> plain.draw(Draw.prioritised(), 3))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("memory.prioritise(");
    assertThatThrownBy(() -> plain.prioritise((memory, slot) -> -1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("priority -1.0 of slot 0");
    for (double wrong : new double[] {-0.1, 1.1, Double.NaN}) {
      assertThatThrownBy(() -> new Prioritised(wrong, 1, 0))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> new Prioritised(0, 1, wrong))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> new Prioritised(0, -1, 0))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
