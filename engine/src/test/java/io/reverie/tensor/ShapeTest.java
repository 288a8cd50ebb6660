package io.reverie.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class ShapeTest {
  private static final Shape SHAPE = Shape.of(2, 3, 4);

  @Test
  void knowsItsLengths() {
    assertThat(SHAPE.rank()).isEqualTo(3);
    assertThat(SHAPE.size()).isEqualTo(24);
    assertThat(SHAPE.dim(0)).isEqualTo(2);
    assertThat(SHAPE.dim(-1)).isEqualTo(4);
    assertThat(SHAPE.sizeOf(1, 3)).isEqualTo(12);
    assertThat(SHAPE.sizeOf(1, 1)).isEqualTo(1);
    assertThat(SHAPE).hasToString("[2, 3, 4]");
  }

  @Test
  void aSingleNumberHasNoAxes() {
    assertThat(Shape.of().rank()).isZero();
    assertThat(Shape.of().size()).isOne();
    assertThat(Shape.of()).hasToString("[]");
  }

  @Test
  void equalLengthsAreEqualShapes() {
    assertThat(Shape.of(2, 3, 4)).isEqualTo(SHAPE).hasSameHashCodeAs(SHAPE);
    assertThat(Shape.of(2, 12)).isNotEqualTo(SHAPE);
    assertThat(Shape.of(3, 2, 4)).isNotEqualTo(SHAPE);
  }

  @Test
  void isNotChangedThroughItsArrays() {
    int[] dims = {2, 3};
    Shape shape = Shape.of(dims);
    dims[0] = 9;
    shape.dims()[1] = 9;
    assertThat(shape).isEqualTo(Shape.of(2, 3));
  }

  @Test
  void changesOneAxisAtATime() {
    assertThat(SHAPE.with(-1, 7)).isEqualTo(Shape.of(2, 3, 7));
    assertThat(SHAPE.without(1)).isEqualTo(Shape.of(2, 4));
    assertThat(SHAPE.without(-1)).isEqualTo(Shape.of(2, 3));
    assertThat(SHAPE.prepend(5)).isEqualTo(Shape.of(5, 2, 3, 4));
  }

  @Test
  void whatWasMadeLatelyIsNotMadeAgain() {
    Shape shape = Shape.of(2, 3, 5);
    assertThat(Shape.of(2, 3, 5)).isSameAs(shape);
    assertThat(SHAPE.with(2, 5)).isSameAs(shape);
    assertThat(Shape.of(2, 3, 4, 5).without(2)).isSameAs(shape);
    assertThat(Shape.of(3, 5).prepend(2)).isSameAs(shape);
    assertThat(Shape.of(2, 3).append(5)).isSameAs(shape);
    assertThat(Shape.of(30).reshape(2, -1, 5)).isSameAs(shape);
  }

  @Test
  void shapesOfOnePlaceAmongTheRecentOnesAreNotTakenForEachOther() {
    for (int round = 0; round < 2; round++) {
      for (int a = 1; a < 100; a++) {
        for (int b = 1; b < 100; b++) {
          assertThat(Shape.of(a).append(b).dims()).containsExactly(a, b);
          assertThat(Shape.of(b, a).dims()).containsExactly(b, a);
        }
      }
    }
    for (int length = 1; length < 5000; length++) { // more than there are places, one axis apart
      assertThat(Shape.of(7).append(length).dims()).containsExactly(7, length);
      assertThat(Shape.of(9, length).dims()).containsExactly(9, length);
      assertThat(Shape.of(length, 3, 2).without(1).dims()).containsExactly(length, 2);
    }
  }

  @Test
  void saysWhichAxesThereAre() {
    for (int axis : new int[] {3, -4}) {
      assertThatExceptionOfType(IndexOutOfBoundsException.class)
          .isThrownBy(() -> SHAPE.dim(axis))
          .withMessage("axis " + axis + " of [2, 3, 4]: axes run from -3 to 2");
    }
  }

  @Test
  void refusesNegativeLengthsAndTooManyElements() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Shape.of(2, -1))
        .withMessageContaining("[2, -1]")
        .withMessageContaining("negative");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Shape.of(50_000, 50_000))
        .withMessageContaining("[50000, 50000]")
        .withMessageContaining("2147483647");
    assertThatIllegalArgumentException().isThrownBy(() -> Shape.of(1 << 16, 1 << 16, 1 << 16));
    assertThat(Shape.of(Integer.MAX_VALUE).size()).isEqualTo(Integer.MAX_VALUE);
    assertThat(Shape.of(3, 0, 5).size()).isZero();
  }

  @Test
  void broadcastsByNumPysRule() {
    assertBroadcast("[4, 5]", Shape.of(4, 5), Shape.of(5));
    assertBroadcast("[2, 3, 4]", Shape.of(2, 1, 4), Shape.of(3, 1));
    assertBroadcast("[3, 4]", Shape.of(3, 1), Shape.of(1, 4));
    assertBroadcast("[2, 3]", Shape.of(2, 3), Shape.of());
    assertBroadcast("[0, 3]", Shape.of(0, 3), Shape.of(1));
    assertBroadcast("[0]", Shape.of(0), Shape.of(1));
    assertBroadcast("[2, 3, 4]", SHAPE, SHAPE);
  }

  private static void assertBroadcast(String expected, Shape a, Shape b) {
    assertThat(a.broadcast(b)).hasToString(expected);
    assertThat(b.broadcast(a)).hasToString(expected);
  }

  @Test
  void saysWhyItDoesNotBroadcast() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Shape.of(2, 3, 4).broadcast(Shape.of(2, 4)))
        .withMessage(
            "[2, 3, 4] and [2, 4] do not broadcast: lengths 3 and 2 at axis -2 must be equal or 1");
    assertThatIllegalArgumentException().isThrownBy(() -> Shape.of(0).broadcast(Shape.of(2)));
  }

  @Test
  void reshapesAndWorksOneLengthOut() {
    assertThat(SHAPE.reshape(6, 4)).isEqualTo(Shape.of(6, 4));
    assertThat(SHAPE.reshape(-1)).isEqualTo(Shape.of(24));
    assertThat(SHAPE.reshape(2, -1, 2)).isEqualTo(Shape.of(2, 6, 2));
    assertThat(Shape.of().reshape(1, 1)).isEqualTo(Shape.of(1, 1));
    assertThat(Shape.of(1).reshape()).isEqualTo(Shape.of());
    assertThat(Shape.of(0, 3).reshape(5, 0)).isEqualTo(Shape.of(5, 0));
    assertThat(Shape.of(0, 3).reshape(3, -1)).isEqualTo(Shape.of(3, 0));
  }

  @Test
  void refusesAReshapeToAnotherNumberOfElements() {
    int[][] wrong = {{5, 5}, {-1, 5}, {-1, -1}, {-2, -12}, {}, {0, -1}, {1 << 30, 1 << 30, 16}};
    for (int[] dims : wrong) {
      assertThatIllegalArgumentException().isThrownBy(() -> SHAPE.reshape(dims));
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SHAPE.reshape(5, -1))
        .withMessage(
            "reshape of [2, 3, 4] (24 elements) to [5, -1]: the numbers of elements differ");
  }
}
