package io.reverie.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reverie.tensor.Rng;
import io.reverie.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EpochsTest {
  private final Dataset set =
      Dataset.of(Tensor.arange(10).reshape(10, 1), IntStream.range(0, 10).toArray());

  private Epochs<Batch> epochs() {
    return Epochs.of(set, 4, Rng.of(5));
  }

  /** The labels of all batches up to the end of this epoch number. */
  private static List<List<Integer>> walk(Epochs<Batch> epochs, int end) {
    List<List<Integer>> batches = new ArrayList<>();
    while (epochs.epoch() < end) {
      for (Batch batch : epochs) {
        batches.add(Arrays.stream(batch.labels()).boxed().toList());
      }
    }
    return batches;
  }

  @Test
  void eachEpochHasEverySampleInAnOrderOfItsOwn() {
    List<List<Integer>> batches = walk(epochs(), 2);
    assertThat(batches).extracting(List::size).containsExactly(4, 4, 2, 4, 4, 2);
    List<Integer> first = batches.subList(0, 3).stream().flatMap(List::stream).toList();
    List<Integer> second = batches.subList(3, 6).stream().flatMap(List::stream).toList();
    assertThat(first).hasSize(10).doesNotHaveDuplicates().isNotEqualTo(second);
    assertThat(second).doesNotHaveDuplicates();
    assertThat(first).isEqualTo(Arrays.stream(Rng.of(5).split(0).permutation(10)).boxed().toList());
  }

  @Test
  void anyPlaceIsFoundAgain() {
    List<List<Integer>> all = walk(epochs(), 3);
    int given = 0;
    for (int epoch = 0; epoch < 3; epoch++) {
      for (int batch = 0; batch <= 3; batch++) {
        for (boolean ahead : new boolean[] {false, true}) {
          try (Epochs<Batch> epochs =
              ahead
                  ? Epochs.of(n -> Prefetch.of(set.batches(4, Rng.of(5).split(n)), 2))
                  : epochs()) {
            epochs.seek(epoch, batch);
            assertThat(walk(epochs, 3)).isEqualTo(all.subList(3 * epoch + batch, 9));
          }
        }
      }
    }
    Epochs<Batch> left = epochs();
    for (Batch batch : left) {
      assertThat(Arrays.stream(batch.labels()).boxed().toList()).isEqualTo(all.get(given++));
      assertThat(left.batch()).isEqualTo(given);
      if (given == 2) {
        break;
      }
    }
    assertThat(walk(left, 3))
        .as("what was left in the middle goes on")
        .isEqualTo(all.subList(2, 9));
  }

  @Test
  void aSeekEndsTheWalk() {
    Epochs<Batch> epochs = epochs();
    int given = 0;
    for (Batch _ : epochs) {
      given++;
      epochs.seek(1, 2);
    }
    assertThat(given).isEqualTo(1);
    assertThat(epochs.epoch()).isEqualTo(1);
    Iterator<Batch> old = epochs.iterator();
    Iterator<Batch> walk = epochs.iterator();
    assertThat(old.hasNext()).isFalse();
    assertThatThrownBy(old::next).isInstanceOf(NoSuchElementException.class);
    assertThat(walk.next().size()).isEqualTo(2);
    assertThat(walk.hasNext()).isFalse();
    assertThat(walk.hasNext()).isFalse();
    assertThat(epochs.epoch()).isEqualTo(2);
    assertThat(epochs.batch()).isZero();
  }

  @Test
  void aPrefetchThatIsLeftIsStopped() {
    List<Prefetch<Batch>> made = new ArrayList<>();
    Epochs<Batch> epochs =
        Epochs.of(n -> {
          made.add(Prefetch.of(set.batches(1), 1));
          return made.getLast();
        });
    epochs.iterator().next();
    epochs.iterator().next();
    epochs.close();
    assertThat(made).hasSize(2);
    for (Prefetch<Batch> prefetch : made) {
      assertThatThrownBy(prefetch::iterator).hasMessageContaining("closed");
    }
  }

  @Test
  void whatDoesNotFitIsSaid() {
    Epochs<Batch> epochs = epochs();
    epochs.seek(0, 4);
    assertThatThrownBy(epochs::iterator)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("epoch 0 has 3 batches, but 4 were given");
    assertThatThrownBy(() -> epochs.seek(-1, 0)).hasMessageContaining("epoch -1, batch 0");
    assertThatThrownBy(() -> epochs.seek(0, -2)).hasMessageContaining("batch -2");
    Epochs<Batch> none = Epochs.of(set.first(0), 4, Rng.of(1));
    assertThat(walk(none, 3)).isEmpty();
  }
}
