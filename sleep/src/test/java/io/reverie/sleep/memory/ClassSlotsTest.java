package io.reverie.sleep.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reverie.data.Batch;
import io.reverie.tensor.Rng;
import io.reverie.tensor.Shape;
import io.reverie.tensor.Tensor;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Who belongs to which class, after any history, against a plain list of labels. */
class ClassSlotsTest {
  private static final int CAPACITY = 60;
  private static final int CLASSES = 7;
  private static final int INSERTIONS = 100_000;

  @Test
  void staysTrueThroughManyInsertions() {
    var labels = new int[CAPACITY];
    var size = new int[1];
    var chosen = new int[1];
    KeepRule anywhere =
        (memory, label, rng) -> {
          int choice = rng.nextInt(memory.size() + 2) - 1;
          chosen[0] = choice == CAPACITY ? KeepRule.LET_GO : choice;
          return chosen[0];
        };
    var memory = ReplayBuffer.of(CAPACITY, Shape.of(1), CLASSES, anywhere, Rng.of(3));
    var rng = Rng.of(4);
    for (int i = 0; i < INSERTIONS; i++) {
      // Classes come and go, so that some die out and others fill the memory.
      int label = (rng.nextInt(3) + i / 5000) % CLASSES;
      memory.add(new Batch(Tensor.of(new float[] {i}, 1, 1), new int[] {label}), 0);
      if (chosen[0] != KeepRule.LET_GO) {
        labels[chosen[0]] = label;
        size[0] = Math.max(size[0], chosen[0] + 1);
      }
      if (i < 200 || i % 97 == 0) {
        assertSame(memory, Arrays.copyOf(labels, size[0]));
      }
    }
    assertThat(memory.seen()).isEqualTo(INSERTIONS);
  }

  private static void assertSame(ReplayBuffer memory, int[] labels) {
    assertThat(memory.size()).isEqualTo(labels.length);
    assertThat(memory.all().batch().labels()).isEqualTo(labels);
    assertThat(memory.presentClasses())
        .isEqualTo(Arrays.stream(labels).sorted().distinct().toArray());
    var counts = new int[CLASSES];
    for (int c = 0; c < CLASSES; c++) {
      int label = c;
      int[] members =
          IntStream.range(0, labels.length).filter(slot -> labels[slot] == label).toArray();
      counts[c] = members.length;
      assertThat(memory.count(c)).isEqualTo(members.length);
      int[] listed =
          IntStream.range(0, members.length).map(i -> memory.slotOf(label, i)).sorted().toArray();
      assertThat(listed).isEqualTo(members);
    }
    int most = Arrays.stream(counts).max().orElseThrow();
    int first =
        IntStream.range(0, CLASSES).filter(c -> counts[c] == most).findFirst().orElseThrow();
    assertThat(memory.largestClass()).isEqualTo(first);
  }

  @Test
  void knowsNoMemberBeyondTheLast() {
    var memory = ReplayBuffer.of(4, Shape.of(1), 2, KeepRule.reservoir(), Rng.of(1));
    memory.add(new Batch(Tensor.zeros(3, 1), new int[] {1, 0, 1}), 0);
    assertThat(memory.slotOf(1, 1)).isEqualTo(2);
    assertThatThrownBy(() -> memory.slotOf(1, 2)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> memory.slotOf(0, -1)).isInstanceOf(IndexOutOfBoundsException.class);
  }
}
