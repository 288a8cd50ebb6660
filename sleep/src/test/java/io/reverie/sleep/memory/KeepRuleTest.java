package io.reverie.sleep.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reverie.data.Batch;
import io.reverie.tensor.Rng;
import io.reverie.tensor.Shape;
import io.reverie.tensor.Tensor;
import java.util.Arrays;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who stays when the memory is full. */
class KeepRuleTest {
  private static final int CLASSES = 10;

  /** A memory that has seen n samples, the i-th being the number i of class label(i). */
  private static ReplayBuffer after(
      int n, IntUnaryOperator label, int capacity, KeepRule rule, long seed) {
    var memory = ReplayBuffer.of(capacity, Shape.of(1), CLASSES, rule, Rng.of(seed));
    for (int i = 0; i < n; i++) {
      memory.add(one(i, label.applyAsInt(i)), 0);
    }
    return memory;
  }

  private static Batch one(int number, int label) {
    return new Batch(Tensor.of(new float[] {number}, 1, 1), new int[] {label});
  }

  private static int[] counts(ReplayBuffer memory) {
    return IntStream.range(0, CLASSES).map(memory::count).toArray();
  }

  @ParameterizedTest
  @CsvSource({"1, 2, 6000", "1, 3, 6000", "3, 10, 4000", "20, 200, 2000"})
  void everySampleIsAsLikelyInTheReservoir(int capacity, int stream, int runs) {
    var kept = new int[stream];
    for (int run = 0; run < runs; run++) {
      var memory = after(stream, i -> 0, capacity, KeepRule.reservoir(), run);
      assertThat(memory.size()).isEqualTo(capacity);
      for (float number : memory.all().batch().inputs().toArray()) {
        kept[(int) number]++;
      }
    }
    // Each sample stays with probability p; the sum is χ² with stream − 1 degrees of freedom.
    double p = (double) capacity / stream;
    double sum = 0;
    for (int count : kept) {
      sum += Math.pow(count - runs * p, 2) / (runs * p * (1 - p)) * (stream - 1) / stream;
    }
    double freedom = stream - 1;
    assertThat(sum).isLessThan(freedom + 3.3 * Math.sqrt(2 * freedom) + 4);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void everythingIsKeptWhileThereIsRoom(boolean balanced) {
    var rule = balanced ? KeepRule.balancedReservoir() : KeepRule.reservoir();
    var memory = after(50, i -> i % 3, 50, rule, 1);
    var numbers = memory.all().batch().inputs().toArray();
    assertThat(numbers).hasSize(50);
    assertThat(IntStream.range(0, 50)).allMatch(i -> numbers[i] == i);
  }

  /** Both rules let the same samples in; they differ in who has to go. */
  @Test
  void theBalancedReservoirAcceptsAsTheReservoirDoes() {
    var memory = after(30, i -> i % CLASSES, 30, KeepRule.reservoir(), 1);
    int accepted = 0;
    for (int i = 0; i < 1000; i++) {
      int plain = KeepRule.reservoir().slot(memory, 0, Rng.of(i));
      int balanced = KeepRule.balancedReservoir().slot(memory, 0, Rng.of(i));
      assertThat(balanced == KeepRule.LET_GO).isEqualTo(plain == KeepRule.LET_GO);
      accepted += plain == KeepRule.LET_GO ? 0 : 1;
      memory.add(one(i, 0), 0);
    }
    // Σ 30/(31 + i) for i < 1000 is 105.6, with a deviation below 10.
    assertThat(accepted).isBetween(75, 136);
  }

  @Test
  void aMemberOfTheLargestClassGoes() {
    var victims = new int[40];
    var inner = KeepRule.balancedReservoir();
    KeepRule watched =
        (memory, label, rng) -> {
          int slot = inner.slot(memory, label, rng);
          if (memory.size() == memory.capacity() && slot != KeepRule.LET_GO) {
            int largest = memory.largestClass();
            assertThat(
                    IntStream.range(0, memory.count(largest)).map(i -> memory.slotOf(largest, i)))
                .contains(slot);
            victims[slot]++;
          }
          return slot;
        };
    for (int run = 0; run < 60; run++) {
      after(2000, i -> i * i % 7, 40, watched, run);
    }
    assertThat(Arrays.stream(victims)).allMatch(count -> count > 0);
  }

  @Test
  void theVictimIsAnyOfItsClass() {
    var memory = after(25, i -> i < 20 ? 4 : 5, 25, KeepRule.reservoir(), 1);
    var victims = new int[25];
    int chosen = 0;
    for (int i = 0; chosen < 4000; i++) {
      int slot = KeepRule.balancedReservoir().slot(memory, 5, Rng.of(i));
      if (slot != KeepRule.LET_GO) {
        victims[slot]++;
        chosen++;
      }
    }
    double sum = 0;
    for (int count : Arrays.copyOf(victims, 20)) {
      sum += Math.pow(count - 200, 2) / 200;
    }
    // 19 degrees of freedom: once in a thousand above 43.8 or below 5.4.
    assertThat(sum).isBetween(5.4, 43.8);
  }

  @Test
  void aSkewedStreamLeavesABalancedMemory() {
    // Class 0 is nine tenths of the stream; classes 1 to 9 share the rest.
    IntUnaryOperator skewed = i -> i % 10 == 0 ? 1 + i / 10 % 9 : 0;
    for (int seed = 0; seed < 10; seed++) {
      int[] plain = counts(after(5000, skewed, 100, KeepRule.reservoir(), seed));
      int[] balanced = counts(after(5000, skewed, 100, KeepRule.balancedReservoir(), seed));
      assertThat(plain[0]).isGreaterThan(75);
      assertThat(balanced[0]).isLessThan(70);
    }
    assertThat(meanCounts(20_000, skewed)[0]).isLessThan(55);
  }

  @Test
  void aStreamOfOneClassAfterTheOtherLeavesABalancedMemory() {
    double[] mean = meanCounts(5000, i -> i / 500);
    assertThat(Arrays.stream(mean)).allMatch(count -> count > 8 && count < 12);
  }

  private static double[] meanCounts(int n, IntUnaryOperator label) {
    var mean = new double[CLASSES];
    for (int seed = 0; seed < 20; seed++) {
      int[] counts = counts(after(n, label, 100, KeepRule.balancedReservoir(), seed));
      for (int c = 0; c < CLASSES; c++) {
        mean[c] += counts[c] / 20.0;
      }
    }
    return mean;
  }

  @Test
  void aRuleOfOnesOwnIsALambda() {
    KeepRule ring = (memory, label, rng) -> (int) (memory.seen() % memory.capacity());
    var memory = after(25, i -> 0, 10, ring, 1);
    assertThat(memory.all().batch().inputs().toArray())
        .containsExactly(20, 21, 22, 23, 24, 15, 16, 17, 18, 19);
  }

  @Test
  void aRuleMayLetEverythingGo() {
    var memory = after(25, i -> 0, 10, (m, label, rng) -> KeepRule.LET_GO, 1);
    assertThat(memory.size()).isZero();
    assertThat(memory.seen()).isEqualTo(25);
  }

  @ParameterizedTest
  @ValueSource(ints = {-2, 4, 5, 100})
  void aSlotThatIsNotThereIsRefused(int slot) {
    assertThatThrownBy(() -> after(4, i -> 0, 5, (m, l, rng) -> m.size() < 3 ? m.size() : slot, 1))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessageContaining("slot " + slot)
        .hasMessageContaining("3 of 5 slots");
  }

  @Test
  void aFullMemoryHasNoNextSlot() {
    assertThatThrownBy(() -> after(4, i -> 0, 3, (memory, label, rng) -> memory.size(), 1))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessageContaining("slot 3");
  }

  @Test
  void aRingKeepsTheNewestOfEachClass() {
    // Class 0 ends at 99, classes 3 and 7 go on; each of ten classes has room for three.
    var memory = after(300, i -> i < 100 ? 0 : i % 2 == 0 ? 3 : 7, 35, KeepRule.ring(), 1);
    assertThat(counts(memory)).containsExactly(3, 0, 0, 3, 0, 0, 0, 3, 0, 0);
    assertThat(oldestFirst(memory, 0)).containsExactly(97, 98, 99);
    assertThat(oldestFirst(memory, 3)).containsExactly(294, 296, 298);
    assertThat(oldestFirst(memory, 7)).containsExactly(295, 297, 299);
  }

  @Test
  void aRingForMoreClassesThanRoomLetsNewOnesIn() {
    var memory = after(10, i -> i, 4, KeepRule.ring(), 1);
    assertThat(memory.size()).isEqualTo(4);
    assertThat(memory.presentClasses()).hasSize(4).contains(9);
  }

  private static float[] oldestFirst(ReplayBuffer memory, int label) {
    var slots = new int[memory.count(label)];
    for (int i = 0, slot = memory.oldest(label); i < slots.length; i++) {
      slots[i] = slot;
      slot = memory.younger(slot);
    }
    return memory.recall(slots).batch().inputs().toArray();
  }

  @Test
  void aWindowKeepsTheNewest() {
    var memory = after(25, i -> i % 3, 10, KeepRule.window(), 1);
    float[] kept = memory.all().batch().inputs().toArray();
    Arrays.sort(kept);
    assertThat(kept).containsExactly(15, 16, 17, 18, 19, 20, 21, 22, 23, 24);
  }

  /** Who goes has the chance that is left to the largest worth; the most worth never goes. */
  @Test
  void theLeastWorthGoFirst() {
    double[] worth = {5, 4, 3, 2, 1, Double.NaN};
    var rule = KeepRule.reservoir((m, slot) -> worth[slot]);
    var memory = after(6, i -> 0, 6, KeepRule.reservoir(), 1);
    var gone = new int[6];
    int accepted = 0;
    for (int i = 0; i < 7000; i++) {
      int slot = rule.slot(memory, 0, Rng.of(i));
      int plain = KeepRule.reservoir().slot(memory, 0, Rng.of(i));
      assertThat(slot == KeepRule.LET_GO).isEqualTo(plain == KeepRule.LET_GO);
      if (slot != KeepRule.LET_GO) {
        gone[slot]++;
        accepted++;
      }
    }
    assertThat(accepted).isBetween(5880, 6120); // six in seven
    // 3 degrees of freedom: once in a thousand above 16.3.
    assertThat(Counts.chiSquare(gone, 0, 0.1, 0.2, 0.3, 0.4, 0)).isLessThan(16.3);
  }

  @Test
  void lossAwareSamplingKeepsTheLossesHigh() {
    double[] mean = new double[2];
    for (int seed = 0; seed < 20; seed++) {
      KeepRule[] rules = {KeepRule.reservoir(), KeepRule.reservoir(Priority.loss())};
      for (int r = 0; r < 2; r++) {
        var memory = ReplayBuffer.of(20, Shape.of(1), 2, rules[r], Rng.of(seed));
        var rng = Rng.of(100 + seed);
        for (int i = 0; i < 200; i++) {
          float logit = 3 * rng.nextGaussian();
          memory.add(one(i, 0), 0);
          int newest = newest(memory);
          if (memory.step(newest) == memory.seen()) {
            memory.notes().write(new int[] {newest}, Tensor.of(new float[] {logit, 0}, 1, 2));
          }
        }
        for (int slot = 0; slot < 20; slot++) {
          mean[r] += memory.notes().loss(slot) / 400;
        }
      }
    }
    assertThat(mean[1]).isGreaterThan(1.3 * mean[0]);
  }

  private static int newest(ReplayBuffer memory) {
    int newest = 0;
    for (int slot = 1; slot < memory.size(); slot++) {
      newest = memory.step(slot) > memory.step(newest) ? slot : newest;
    }
    return newest;
  }
}
