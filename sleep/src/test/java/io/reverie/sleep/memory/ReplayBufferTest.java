package io.reverie.sleep.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reverie.data.Batch;
import io.reverie.tensor.Rng;
import io.reverie.tensor.Shape;
import io.reverie.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is stored comes back as it was, and belongs to whom it belonged. */
class ReplayBufferTest {
  private static final int CLASSES = 4;

  /** Samples that tell who they are: sample i is [i, −i] of class i mod 4. */
  private static Batch samples(int from, int to) {
    var inputs = Tensor.zeros(to - from, 2);
    var labels = new int[to - from];
    for (int i = from; i < to; i++) {
      inputs.array()[2 * (i - from)] = i;
      inputs.array()[2 * (i - from) + 1] = -i;
      labels[i - from] = i % CLASSES;
    }
    return new Batch(inputs, labels);
  }

  /** Logits that tell whose they are: 10·i + c. */
  private static float[] logits(int from, int to) {
    var logits = new float[(to - from) * CLASSES];
    for (int i = 0; i < logits.length; i++) {
      logits[i] = 10 * (from + i / CLASSES) + i % CLASSES;
    }
    return logits;
  }

  private static ReplayBuffer memory(int capacity) {
    return ReplayBuffer.of(capacity, Shape.of(2), CLASSES, KeepRule.reservoir(), Rng.of(1));
  }

  private static ReplayBuffer memoryWithLogits(int capacity) {
    return ReplayBuffer.withLogits(capacity, Shape.of(2), CLASSES, KeepRule.reservoir(), Rng.of(1));
  }

  /** Checks that each memory drawn is one of the samples above, in all its parts. */
  private static void assertGenuine(ReplayBuffer memory, Recall recall) {
    assertThat(recall.batch().inputs().shape()).isEqualTo(Shape.of(recall.size(), 2));
    for (int i = 0; i < recall.size(); i++) {
      int slot = recall.slots()[i];
      int sample = (int) recall.batch().inputs().at(i, 0);
      assertThat(recall.batch().inputs().at(i, 1)).isEqualTo(-sample);
      assertThat(recall.batch().labels()[i]).isEqualTo(sample % CLASSES);
      assertThat(memory.task(slot)).isEqualTo(sample / 100);
      assertThat(memory.step(slot)).isEqualTo(sample + 1);
      if (recall.logits() != null) {
        for (int c = 0; c < CLASSES; c++) {
          assertThat(recall.logits().at(i, c)).isEqualTo(10 * sample + c);
        }
      }
    }
  }

  @Test
  void returnsWhatWasStored() {
    var memory = memoryWithLogits(30);
    for (int task = 0; task < 5; task++) {
      for (int from = 100 * task; from < 100 * (task + 1); from += 10) {
        memory.add(samples(from, from + 10), logits(from, from + 10), task);
      }
    }
    assertThat(memory.seen()).isEqualTo(500);
    assertThat(memory.size()).isEqualTo(30);
    assertThat(memory.all().slots()).containsExactly(IntStream.range(0, 30).toArray());
    assertGenuine(memory, memory.all());
    assertGenuine(memory, memory.draw(20));
    assertGenuine(memory, memory.draw(Draw.balanced(), 50));
  }

  @Test
  void readsBatchesThatAreWindows() {
    var memory = memory(2);
    var window = Tensor.of(new float[] {9, 9, 9, 5, -5, 6, -6, 9}, 3, Shape.of(2, 2));
    memory.add(new Batch(window, new int[] {1, 2}), 0);
    assertThat(memory.all().batch().inputs().toArray()).containsExactly(5, -5, 6, -6);
  }

  @Test
  void keepsTheShapeOfSamples() {
    var memory = ReplayBuffer.of(3, Shape.of(1, 2, 3), 2, KeepRule.reservoir(), Rng.of(1));
    memory.add(new Batch(Tensor.zeros(3, 1, 2, 3), new int[] {0, 1, 1}), 0);
    assertThat(memory.sample()).isEqualTo(Shape.of(1, 2, 3));
    assertThat(memory.draw(2).batch().inputs().shape()).isEqualTo(Shape.of(2, 1, 2, 3));
  }

  @Test
  void givesCopies() {
    var memory = memoryWithLogits(8);
    var offered = samples(0, 8);
    memory.add(offered, logits(0, 8), 0);
    Arrays.fill(offered.inputs().array(), 99);
    for (var recall :
        new Recall[] {memory.all(), memory.draw(8), memory.draw(Draw.balanced(), 8)}) {
      Arrays.fill(recall.batch().inputs().array(), 99);
      Arrays.fill(recall.batch().labels(), 99);
      Arrays.fill(recall.logits().array(), 99);
      Arrays.fill(recall.slots(), 99);
    }
    assertGenuine(memory, memory.all());
  }

  @Test
  void recallingNeverChangesWhatIsKeptNorWhatOthersRecall() {
    List<int[]> slots = new ArrayList<>();
    for (boolean disturbed : new boolean[] {false, true}) {
      var memory = ReplayBuffer.of(5, Shape.of(2), CLASSES, KeepRule.reservoir(), Rng.of(1));
      for (int i = 0; i < 40; i++) {
        memory.add(samples(i % 8, i % 8 + 1), 0);
        if (disturbed) {
          memory.draw(Draw.uniform(), 3, Rng.of(i));
          memory.draw(Draw.balanced(), 3, Rng.of(i));
        }
        slots.add(memory.draw(2).slots());
      }
      slots.add(memory.all().batch().labels());
    }
    assertThat(slots.subList(0, 41)).usingRecursiveComparison().isEqualTo(slots.subList(41, 82));
  }

  @Test
  void hasNoLogitsWhereNoneWereStored() {
    var memory = memory(2);
    memory.add(samples(0, 2), 0);
    assertThat(memory.all().logits()).isNull();
  }

  @Test
  void startsEmpty() {
    var memory = memory(5);
    assertThat(memory.size()).isZero();
    assertThat(memory.seen()).isZero();
    assertThat(memory.presentClasses()).isEmpty();
    for (var recall :
        new Recall[] {memory.all(), memory.draw(3), memory.draw(Draw.balanced(), 3)}) {
      assertThat(recall.size()).isZero();
      assertThat(recall.batch().inputs().shape()).isEqualTo(Shape.of(0, 2));
    }
  }

  @Test
  void countsItsBytes() {
    // input 2·4, label 4, task 4, tag 4, step 8; logits 4·4; notes 24; priority 8
    assertThat(memory(10).bytes()).isEqualTo(10 * (8 + 4 + 4 + 4 + 8));
    assertThat(memoryWithLogits(10).bytes()).isEqualTo(10 * (8 + 4 + 4 + 4 + 8 + 16));
    var noted = memory(10);
    noted.notes().stale(0);
    assertThat(noted.bytes()).isEqualTo(10 * (28 + 24));
    assertThat(memory(10).prioritise(Priority.loss()).bytes()).isEqualTo(10 * (28 + 24 + 8));
  }

  @Test
  void isDeterministic() {
    for (KeepRule rule : new KeepRule[] {KeepRule.reservoir(), KeepRule.balancedReservoir()}) {
      var one = ReplayBuffer.of(20, Shape.of(2), CLASSES, rule, Rng.of(5));
      var same = ReplayBuffer.of(20, Shape.of(2), CLASSES, rule, Rng.of(5));
      var other = ReplayBuffer.of(20, Shape.of(2), CLASSES, rule, Rng.of(6));
      for (var memory : new ReplayBuffer[] {one, same, other}) {
        memory.add(samples(0, 300), 0);
        memory.draw(7);
        memory.draw(Draw.balanced(), 7);
        memory.add(samples(300, 400), 1);
      }
      assertThat(contents(one)).isEqualTo(contents(same)).isNotEqualTo(contents(other));
      assertThat(one.draw(9).slots()).isEqualTo(same.draw(9).slots());
      assertThat(one.draw(Draw.balanced(), 9).slots())
          .isEqualTo(same.draw(Draw.balanced(), 9).slots());
    }
  }

  private static float[] contents(ReplayBuffer memory) {
    return memory.all().batch().inputs().toArray();
  }

  @Test
  void refusesWhatDoesNotFit() {
    var memory = memory(5);
    assertThatThrownBy(() -> memory.add(new Batch(Tensor.zeros(1, 3), new int[] {0}), 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("[3]")
        .hasMessageContaining("[2]");
    assertThatThrownBy(() -> memory.add(new Batch(Tensor.zeros(1, 2), new int[] {4}), 0))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessageContaining("label 4")
        .hasMessageContaining("4 classes");
    assertThatThrownBy(() -> memory.add(new Batch(Tensor.zeros(1, 2), new int[] {-1}), 0))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessageContaining("label -1");
    assertThat(memory.size()).isZero();
    assertThat(memory.seen()).isZero();
    assertThatThrownBy(() -> memory(0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> ReplayBuffer.of(5, Shape.of(2), 0, KeepRule.reservoir(), Rng.of(1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void wantsLogitsWhereItKeepsThemAndOnlyThere() {
    assertThatThrownBy(() -> memoryWithLogits(5).add(samples(0, 1), 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("keeps logits");
    assertThatThrownBy(() -> memory(5).add(samples(0, 1), logits(0, 1), 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("keeps 0");
    assertThatThrownBy(() -> memoryWithLogits(5).add(samples(0, 2), logits(0, 1), 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("4 outputs for 2 samples");
  }
}
