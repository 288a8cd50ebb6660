package io.reverie.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.junit.jupiter.api.Test;

class TensorTest {
  @Test
  void wrapsAnArrayWithoutACopy() {
    float[] numbers = {1, 2, 3, 4, 5, 6};
    Tensor x = Tensor.of(numbers, 2, 3);
    numbers[4] = 50;
    assertThat(x.array()).isSameAs(numbers);
    assertThat(x.at(1, 1)).isEqualTo(50);
    assertThat(Tensor.of(numbers).array()).isSameAs(numbers);
    assertThat(Tensor.of(numbers).shape()).isEqualTo(Shape.of(6));
  }

  @Test
  void isAWindowOnAnArray() {
    float[] numbers = {0, 1, 2, 3, 4, 5, 6, 7};
    Tensor x = Tensor.of(numbers, 2, Shape.of(2, 2));
    assertThat(x.offset()).isEqualTo(2);
    assertThat(x.toArray()).containsExactly(2, 3, 4, 5);
    assertThat(x.add(1).toArray()).containsExactly(3, 4, 5, 6);
    assertThat(Tensor.of(numbers, 0, Shape.of(3)).toArray()).containsExactly(0, 1, 2);
    assertThat(Tensor.of(numbers, 8, Shape.of(0)).toArray()).isEmpty();
  }

  @Test
  void refusesAWindowThatDoesNotFit() {
    float[] numbers = new float[8];
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Tensor.of(numbers, 2, 5))
        .withMessage("8 numbers do not make a tensor of shape [2, 5], which has 10");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Tensor.of(numbers, 5, Shape.of(2, 2)))
        .withMessageContainingAll("8 numbers", "offset 5", "[2, 2]", "4");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Tensor.of(numbers, -1, Shape.of(2)))
        .withMessageContaining("offset -1");
  }

  @Test
  void startsAsConstantsOrAtRandom() {
    assertThat(Tensor.scalar(3).shape()).isEqualTo(Shape.of());
    assertThat(Tensor.zeros(2, 2).toArray()).containsExactly(0, 0, 0, 0);
    assertThat(Tensor.ones(2).toArray()).containsExactly(1, 1);
    assertThat(Tensor.full(7, 3).toArray()).containsExactly(7, 7, 7);
    Rng rng = Rng.of(3);
    assertThat(Tensor.randn(Rng.of(3), 2).toArray())
        .containsExactly(rng.nextGaussian(), rng.nextGaussian());
    for (float x : Tensor.uniform(rng, -2, 3, 1000).array()) {
      assertThat(x).isGreaterThanOrEqualTo(-2).isLessThan(3);
    }
  }

  @Test
  void readsOneElement() {
    Tensor x = Tensor.of(new float[] {1, 2, 3, 4, 5, 6}, 2, 3);
    assertThat(x.at(0, 0)).isEqualTo(1);
    assertThat(x.at(1, 2)).isEqualTo(6);
    assertThat(x.at(-1, -3)).isEqualTo(4);
    assertThat(Tensor.scalar(5).at()).isEqualTo(5);
    assertThat(x.dim(-1)).isEqualTo(3);
    assertThat(x.size()).isEqualTo(6);
  }

  @Test
  void saysWhichElementsThereAre() {
    Tensor x = Tensor.zeros(2, 3);
    for (int[] place : new int[][] {{2, 0}, {0, 3}, {0, -4}, {-3, 0}}) {
      assertThatExceptionOfType(IndexOutOfBoundsException.class)
          .isThrownBy(() -> x.at(place))
          .withMessageContaining("[2, 3]");
    }
    assertThatExceptionOfType(IndexOutOfBoundsException.class)
        .isThrownBy(() -> x.at(1))
        .withMessageContaining("at([1])")
        .withMessageContaining("[2, 3]")
        .withMessageContaining("one index an axis");
  }

  @Test
  void theItemOfASingleNumber() {
    assertThat(Tensor.scalar(5).item()).isEqualTo(5);
    assertThat(Tensor.full(2, 1, 1).item()).isEqualTo(2);
    assertThatIllegalStateException()
        .isThrownBy(() -> Tensor.zeros(2, 3).item())
        .withMessageContainingAll("[2, 3]", "6 elements");
    assertThatIllegalStateException()
        .isThrownBy(() -> Tensor.zeros(0).item())
        .withMessageContainingAll("[0]", "0 elements");
  }

  @Test
  void reshapesAndLeadingSlicesAreViews() {
    float[] numbers = {1, 2, 3, 4, 5, 6};
    Tensor x = Tensor.of(numbers, 3, 2);
    assertThat(x.reshape(2, -1).array()).isSameAs(numbers);
    assertThat(x.flatten(0).shape()).isEqualTo(Shape.of(6));
    Tensor rows = x.slice(0, 1, 3);
    assertThat(rows.array()).isSameAs(numbers);
    assertThat(rows.toArray()).containsExactly(3, 4, 5, 6);
    assertThat(rows.reshape(4).slice(0, 1, 3).toArray()).containsExactly(4, 5);
    assertThat(x.slice(0, 1, 1).toArray()).isEmpty();
  }

  @Test
  void flattenKeepsTheAxesBefore() {
    Tensor x = Tensor.zeros(2, 3, 4);
    assertThat(x.flatten(1).shape()).isEqualTo(Shape.of(2, 12));
    assertThat(x.flatten(2).shape()).isEqualTo(Shape.of(2, 3, 4));
    assertThat(x.flatten(-2).shape()).isEqualTo(Shape.of(2, 12));
    assertThat(Tensor.zeros(0, 3, 4).flatten(1).shape()).isEqualTo(Shape.of(0, 12));
  }

  @Test
  void refusesAWindowBeyondItself() {
    Tensor x = Tensor.zeros(3, 2);
    assertThatExceptionOfType(IndexOutOfBoundsException.class)
        .isThrownBy(() -> x.window(3, Shape.of(4)));
    assertThatExceptionOfType(IndexOutOfBoundsException.class)
        .isThrownBy(() -> x.slice(0, 1, 4))
        .withMessageContainingAll("1 to 4", "[3, 2]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> x.reshape(4))
        .withMessageContainingAll("[3, 2]", "[4]");
  }

  @Test
  void aCopyIsItsOwn() {
    Tensor x = Tensor.of(1, 2);
    Tensor copy = x.copy();
    x.array()[0] = 9;
    assertThat(copy.toArray()).containsExactly(1, 2);
    x.toArray()[1] = 9;
    assertThat(x.toArray()).containsExactly(9, 2);
  }

  @Test
  void aDetachedTensorSharesMemory() {
    Tensor x = Tensor.of(1, 2, 3);
    Tensor view = x.slice(0, 1, 3).detach();
    x.array()[1] = 9;
    assertThat(view.toArray()).containsExactly(9, 3);
  }

  @Test
  void theRestOfTheFluentFace() {
    Tensor x = Tensor.of(new float[] {1, 2, 3, 4}, 2, 2);
    assertThat(x.sub(1).toArray()).containsExactly(0, 1, 2, 3);
    assertThat(x.div(2).toArray()).containsExactly(0.5f, 1, 1.5f, 2);
    assertThat(x.neg().toArray()).containsExactly(-1, -2, -3, -4);
    assertThat(x.mean().item()).isEqualTo(2.5f);
    assertThat(x.mean(0).toArray()).containsExactly(2, 3);
    assertThat(x.transpose().toArray()).containsExactly(1, 3, 2, 4);
    assertThat(Tensor.zeros(0).mean().item()).isNaN();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Tensor.of(1, 2).transpose())
        .withMessageContaining("[2]");
  }

  @Test
  void argmaxNamesTheFirstOfTheLargest() {
    Tensor x = Tensor.of(new float[] {1, 3, 3, 5, 4, 5, Float.NaN, 9, 0}, 3, 3);
    assertThat(x.argmax().values()).containsExactly(1, 0, 0);
    assertThat(Tensor.zeros(0, 3).argmax().values()).isEmpty();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Tensor.zeros(3, 0).argmax())
        .withMessageContaining("[3, 0]");
  }

  @Test
  void printsItsShapeAndFirstNumbers() {
    assertThat(Tensor.of(1, 2.5f)).hasToString("Tensor[2] [1.0, 2.5]");
    assertThat(Tensor.scalar(1)).hasToString("Tensor[] [1.0]");
    assertThat(Tensor.zeros(3, 4).toString()).startsWith("Tensor[3, 4] [0.0, ").endsWith(", …]");
  }

  @Test
  void nothingTracksAPlainTensor() {
    assertThat(Tensor.zeros(2).tracked()).isFalse();
    assertThatIllegalStateException()
        .isThrownBy(() -> Tensor.zeros(2, 3).gradient())
        .withMessageContainingAll("[2, 3]", "no gradient", "Tape.watch");
  }
}
