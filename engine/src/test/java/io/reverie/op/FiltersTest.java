package io.reverie.op;

import static org.assertj.core.api.Assertions.assertThat;

import io.reverie.tensor.Shape;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FiltersTest {
  private record Form(
      Shape images,
      Shape maps,
      Shape weight,
      Pair stride,
      Pair padding,
      Pair dilation,
      int groups) {
    Filters filters() {
      return Filters.of(images, maps, weight, stride, padding, dilation, groups);
    }
  }

  private static final Shape IMAGES = Shape.of(3, 4, 9, 9);
  private static final Shape MAPS = Shape.of(3, 8, 4, 4);
  private static final Shape WEIGHT = Shape.of(8, 4, 3, 3);
  private static final Pair ONE = new Pair(1, 1);
  private static final Pair TWO = new Pair(2, 2);
  private static final Form FORM = new Form(IMAGES, MAPS, WEIGHT, TWO, ONE, ONE, 1);

  static Stream<Form> others() {
    Pair both = new Pair(2, 1);
    return Stream.of(
        new Form(Shape.of(3, 4, 9, 10), MAPS, WEIGHT, TWO, ONE, ONE, 1),
        new Form(IMAGES, Shape.of(3, 8, 4, 5), WEIGHT, TWO, ONE, ONE, 1),
        new Form(IMAGES, MAPS, Shape.of(8, 4, 2, 3), TWO, ONE, ONE, 1),
        new Form(IMAGES, MAPS, WEIGHT, both, ONE, ONE, 1),
        new Form(IMAGES, MAPS, WEIGHT, TWO, both, ONE, 1),
        new Form(IMAGES, MAPS, WEIGHT, TWO, ONE, both, 1),
        new Form(IMAGES, MAPS, WEIGHT, TWO, ONE, ONE, 2));
  }

  @Test
  void theSameAreNotMadeAgain() {
    Filters made = FORM.filters();
    Form equal =
        new Form(
            Shape.of(IMAGES.dims()),
            Shape.of(MAPS.dims()),
            Shape.of(WEIGHT.dims()),
            new Pair(2, 2),
            new Pair(1, 1),
            new Pair(1, 1),
            1);
    assertThat(equal.filters()).isSameAs(made);
  }

  @ParameterizedTest
  @MethodSource("others")
  void othersAreNotTakenForThem(Form other) {
    Filters made = FORM.filters();
    Filters apart = other.filters();
    assertThat(apart).isNotSameAs(made);
    assertThat(other.filters()).isSameAs(apart);
  }
}
