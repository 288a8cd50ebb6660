package io.reverie.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reverie.tensor.Rng;
import io.reverie.tensor.Shape;
import io.reverie.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;

class DatasetTest {
  /** Ten samples of two numbers; sample i is (i, 10 · i), its label i mod 3. */
  private final Dataset ten = numbered(10);

  private static Dataset numbered(int n) {
    float[] inputs = new float[2 * n];
    int[] labels = new int[n];
    for (int i = 0; i < n; i++) {
      inputs[2 * i] = i;
      inputs[2 * i + 1] = 10 * i;
      labels[i] = i % 3;
    }
    return Dataset.of(Tensor.of(inputs, n, 2), labels);
  }

  /** The numbers of a batch's samples, after a look at whether everything fits together. */
  private static List<Integer> members(Batch batch) {
    List<Integer> members = new ArrayList<>();
    for (int i = 0; i < batch.size(); i++) {
      int member = (int) batch.inputs().at(i, 0);
      assertThat(batch.inputs().at(i, 1)).isEqualTo(10 * member);
      assertThat(batch.labels()[i]).isEqualTo(member % 3);
      members.add(member);
    }
    return members;
  }

  @Test
  void knowsItsSamples() {
    assertThat(ten.size()).isEqualTo(10);
    assertThat(ten.sample()).isEqualTo(Shape.of(2));
    assertThat(ten.label(4)).isEqualTo(1);
    assertThat(ten.classes()).isEqualTo(3);
    assertThat(ten).hasToString("10 samples of shape [2]");
    assertThat(numbered(0).classes()).isZero();
  }

  @Test
  void batchesHoldCopies() {
    Batch batch = ten.batch(3, 1, 3);
    assertThat(members(batch)).containsExactly(3, 1, 3);
    batch.inputs().array()[0] = 99;
    assertThat(members(ten.batch(3))).containsExactly(3);
    assertThat(members(ten.all())).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
  }

  @Test
  void batchesAreJoinedInOrder() {
    Batch first = ten.batch(3, 1);
    Batch both = first.concat(ten.batch(7));
    assertThat(members(both)).containsExactly(3, 1, 7);
    both.inputs().array()[0] = 99;
    assertThat(members(first)).containsExactly(3, 1);
    assertThat(members(first.concat(ten.batch()))).containsExactly(3, 1);
  }

  @Test
  void everySampleIsInOneBatch() {
    List<Integer> sizes = new ArrayList<>();
    List<Integer> seen = new ArrayList<>();
    for (Batch batch : ten.batches(4)) {
      sizes.add(batch.size());
      seen.addAll(members(batch));
    }
    assertThat(sizes).containsExactly(4, 4, 2);
    assertThat(seen).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
    assertThat(ten.batches(100)).hasSize(1);
    assertThat(numbered(0).batches(4)).isEmpty();
  }

  @Test
  void aRandomOrderHasEverySampleOnceAndIsDrawnFromTheStream() {
    List<Integer> first = order(ten.batches(3, Rng.of(1)));
    assertThat(first)
        .containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5, 6, 7, 8, 9)
        .isNotEqualTo(sorted());
    assertThat(order(ten.batches(3, Rng.of(1)))).isEqualTo(first);
    assertThat(order(ten.batches(3, Rng.of(2)))).isNotEqualTo(first);
    Rng rng = Rng.of(1);
    Iterable<Batch> epoch = ten.batches(3, rng);
    assertThat(order(epoch)).isEqualTo(first);
    assertThat(order(epoch)).as("the same batches again").isEqualTo(first);
    assertThat(order(ten.batches(3, rng))).as("the next epoch").isNotEqualTo(first);
  }

  private static List<Integer> sorted() {
    return List.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
  }

  private static List<Integer> order(Iterable<Batch> batches) {
    List<Integer> order = new ArrayList<>();
    batches.forEach(batch -> order.addAll(members(batch)));
    return order;
  }

  @Test
  void subsetsOfSubsetsCountTheirOwnSamples() {
    Dataset odd = ten.filter(label -> label != 0);
    assertThat(members(odd.all())).containsExactly(1, 2, 4, 5, 7, 8);
    Dataset some = odd.select(5, 0, 0);
    assertThat(members(some.all())).containsExactly(8, 1, 1);
    assertThat(some.label(0)).isEqualTo(2);
    assertThat(members(some.first(2).all())).containsExactly(8, 1);
    assertThat(some.first(100).size()).isEqualTo(3);
    assertThatThrownBy(() -> some.first(-1)).hasMessageContaining("the first -1 samples");
    assertThat(members(some.filter(label -> label == 1).batch(1))).containsExactly(1);
    assertThat(order(odd.batches(2, Rng.of(3)))).containsExactlyInAnyOrder(1, 2, 4, 5, 7, 8);
    assertThat(ten.filter(_ -> false).all().size()).isZero();
  }

  @Test
  void theSameSamplesInAnotherShape() {
    Dataset columns = ten.reshape(2, 1);
    assertThat(columns.sample()).isEqualTo(Shape.of(2, 1));
    assertThat(columns.batch(4).inputs().shape()).isEqualTo(Shape.of(1, 2, 1));
    assertThat(columns.batch(4).inputs().toArray()).containsExactly(4, 40);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ten.reshape(3))
        .withMessageContainingAll("[2]", "[3]");
  }

  @Test
  void samplesOfAWindowAreThoseOfTheWindow() {
    Tensor window = Tensor.of(new float[] {9, 9, 0, 0, 1, 10}, 2, Shape.of(2, 2));
    assertThat(members(Dataset.of(window, new int[] {0, 1}).all())).containsExactly(0, 1);
  }

  @Test
  void imagesAreScaledToOne() {
    Idx images = new Idx(new int[] {2, 1, 3}, new byte[] {0, 51, (byte) 255, 1, 2, 3});
    Idx labels = new Idx(new int[] {2}, new byte[] {7, (byte) 200});
    Dataset set = Dataset.ofImages(images, labels);
    assertThat(set.sample()).isEqualTo(Shape.of(1, 1, 3));
    assertThat(set.batch(0).inputs().toArray()).containsExactly(0, 0.2f, 1);
    assertThat(set.label(1)).isEqualTo(200);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Dataset.ofImages(images, new Idx(new int[] {1}, new byte[1])))
        .withMessageContainingAll("[2, 1, 3]", "[1]");
    assertThatIllegalArgumentException().isThrownBy(() -> Dataset.ofImages(labels, labels));
  }

  @Test
  void saysWhatDoesNotFit() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Dataset.of(Tensor.zeros(3, 2), new int[2]))
        .withMessageContainingAll("[3, 2]", "2 labels");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Dataset.of(Tensor.scalar(1), new int[1]))
        .withMessageContaining("[]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Batch(Tensor.zeros(3, 2), new int[4]))
        .withMessageContainingAll("[3, 2]", "4 labels");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ten.batches(0))
        .withMessageContaining("batches of 0");
    assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> ten.select(10));
    assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> ten.batch(-1));
    assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> ten.label(10));
  }

  @Test
  void batchesEnd() {
    var batches = ten.batches(10).iterator();
    batches.next();
    assertThat(batches.hasNext()).isFalse();
    assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(batches::next);
  }
}
