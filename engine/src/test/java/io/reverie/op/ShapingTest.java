package io.reverie.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.reverie.tensor.Indices;
import io.reverie.tensor.Shape;
import io.reverie.tensor.Tape;
import io.reverie.tensor.Tensor;
import java.util.List;
import java.util.function.UnaryOperator;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What the fluent methods of reductions, movement, indexing and products do at their edges. */
class ShapingTest {
  private static final float NAN = Float.NaN;
  private static final float INF = Float.POSITIVE_INFINITY;
  private static final Tensor GRID = Tensor.arange(6).reshape(2, 3);

  @Test
  void withoutAxesAllAreMeant() {
    assertHas(GRID.sum(new int[0]), Shape.of(), 15);
    assertHas(GRID.mean(true), Shape.of(1, 1), 2.5f);
    assertHas(GRID.amax(), Shape.of(), 5);
    assertHas(GRID.var(0, true), Shape.of(1, 1), 35 / 12f);
    assertHas(GRID.norm(), Shape.of(), (float) Math.sqrt(55));
  }

  @Test
  void nothingHasASumButNoMaximum() {
    Tensor empty = Tensor.zeros(0, 2);
    assertHas(empty.sum(0), Shape.of(2), 0, 0);
    assertHas(empty.prod(0), Shape.of(2), 1, 1);
    assertHas(empty.mean(0), Shape.of(2), NAN, NAN);
    assertHas(empty.var(0), Shape.of(2), NAN, NAN);
    assertHas(empty.logSumExp(0), Shape.of(2), -INF, -INF);
    assertHas(empty.norm(INF, 0), Shape.of(2), 0, 0);
    assertHas(empty.any(0), Shape.of(2), 0, 0);
    assertHas(empty.all(0), Shape.of(2), 1, 1);
    assertHas(empty.cumsum(0), Shape.of(0, 2));
    assertHas(empty.amax(1), Shape.of(0));
    assertRefused(() -> empty.amax(0), "amax", "[0, 2]", "at least one");
    assertRefused(() -> empty.argmax(0), "argmax", "[0, 2]", "no elements");
    assertRefused(() -> empty.min(0), "argmin", "[0, 2]", "no elements");
    assertThat(empty.argmax(1).shape()).isEqualTo(Shape.of(0));
    assertThat(empty.argsort(0, false).size()).isZero();
  }

  @Test
  void nanIsTheLargestAndSpreads() {
    Tensor x = Tensor.of(2, NAN, 1, NAN);
    assertHas(x.amax(), Shape.of(), NAN);
    assertHas(x.amin(), Shape.of(), NAN);
    assertThat(x.argmax(0).values()).containsExactly(1);
    assertThat(x.argmin(0).values()).containsExactly(1);
    assertThat(x.argsort(0, false).values()).containsExactly(2, 0, 1, 3);
    assertThat(x.argsort(0, true).values()).containsExactly(1, 3, 0, 2);
    assertHas(x.topk(3, 0).values(), Shape.of(3), NAN, NAN, 2);
    assertHas(x.topk(2, 0, false).values(), Shape.of(2), 1, 2);
    for (int n : new int[] {1, 7, 16, 33, 100}) {
      Tensor column = Tensor.ones(n);
      column.array()[n / 2] = NAN;
      assertThat(column.amax().item()).as("of %d", n).isNaN();
      assertThat(column.amin().item()).as("of %d", n).isNaN();
      assertThat(column.reshape(n, 1).expand(n, 20).amax(0).at(19)).isNaN();
      assertThat(column.logSumExp().item()).isNaN();
      assertThat(column.norm(INF).item()).isNaN();
    }
    assertThat(gradient(v -> v.amax(), 1, NAN, 2)).containsOnly(NAN);
  }

  @Test
  void sortingIsStableAndSeesOneZero() {
    Tensor x = Tensor.of(0, -0f, 1, 0, -INF, INF, 1);
    assertThat(x.argsort(-1, false).values()).containsExactly(4, 0, 1, 3, 2, 6, 5);
    assertThat(x.argsort(-1, true).values()).containsExactly(5, 2, 6, 0, 1, 3, 4);
    Tensor tall = Tensor.of(new float[] {3, 1, 2, 9, 1, 5}, 3, 2);
    assertHas(tall.sort(0, false).values(), Shape.of(3, 2), 1, 1, 2, 5, 3, 9);
    assertThat(tall.sort(0, false).places().values()).containsExactly(2, 0, 1, 2, 0, 1);
    assertRefused(() -> tall.topk(4, 0), "first 4", "[3, 2]", "0 to 3");
  }

  @Test
  void equalsShareTheGradientOfAmaxButNotOfMax() {
    assertThat(gradient(x -> x.amax(), 1, 3, 3)).containsExactly(0, 0.5f, 0.5f);
    assertThat(gradient(x -> x.amin(), 1, 1, 3)).containsExactly(0.5f, 0.5f, 0);
    assertThat(gradient(x -> x.norm(INF), 3, -3, 1)).containsExactly(0.5f, -0.5f, 0);
    assertThat(gradient(x -> x.max(0).values(), 1, 3, 3)).containsExactly(0, 1, 0);
    assertThat(gradient(x -> x.min(-1).values(), 1, 1, 3)).containsExactly(1, 0, 0);
    // Equals in two rows, found at once: a maximum of maxima would give 1/2, 1/4, 1/4.
    assertThat(gradient(x -> x.reshape(2, 1, 2).expand(2, 2, 2).amax(0, 2), 5, 1, 5, 5))
        .containsExactly(2 / 3f, 0, 2 / 3f, 2 / 3f);
    assertThat(GRID.max(true, 1).places()).isEqualTo(Indices.of(new int[] {2, 2}, 2, 1));
    assertHas(GRID.max(0).values(), Shape.of(3), 3, 4, 5);
  }

  @Test
  void gradientsAtEdgesArePyTorchs() {
    assertThat(gradient(x -> x.norm(2), 0, 0)).containsExactly(0, 0);
    assertThat(gradient(x -> x.norm(1), 0, -2)).containsExactly(0, -1);
    assertThat(gradient(x -> x.std(), 4, 4)).containsExactly(0, 0);
    assertThat(gradient(x -> x.prod(), 0, 2, 3)).containsExactly(6, 0, 0);
    assertThat(gradient(x -> x.prod(), 0, 2, 0)).containsExactly(0, 0, 0);
    assertThat(gradient(x -> x.cumprod(0).sum(), 2, 0, 3)).containsExactly(1, 8, 0);
    assertThat(gradient(x -> x.logSumExp(), -INF, 1)).containsExactly(0, 1);
    assertThat(Tensor.of(1f).var().item()).isNaN();
    assertThat(Tensor.of(INF, 1).logSumExp().item()).isEqualTo(INF);
    assertThat(Tensor.of(-INF, -INF).logSumExp().item()).isEqualTo(-INF);
    assertThat(Tensor.full(1000, 40).logSumExp().item()).isEqualTo((float) (1000 + Math.log(40)));
    assertThat(Tensor.zeros(3).cosineSimilarity(Tensor.ones(3), 0).item()).isZero();
  }

  @Test
  void largeAndSmallNumbersHaveANormAndAVariance() {
    assertThat(Tensor.full(1e30f, 100).norm().item()).isCloseTo(1e31f, within(1e25f));
    assertThat(Tensor.full(1e-30f, 100).norm().item()).isCloseTo(1e-29f, within(1e-35f));
    Tensor offset = Tensor.arange(4000).add(1e6f);
    assertThat(offset.var(0, false).item()).isCloseTo(1333333.25f, within(1f));
    assertThat(Tensor.full(0.1f, 1000).var().item()).isBetween(0f, 1e-12f);
  }

  @Test
  void anyAndAllAreMasks() {
    Tensor x = Tensor.of(new float[] {0, -0f, 2, NAN}, 2, 2);
    assertHas(x.any(1), Shape.of(2), 0, 1);
    assertHas(x.all(true, 1), Shape.of(2, 1), 0, 1);
    assertHas(x.any(), Shape.of(), 1);
    assertHas(x.all(), Shape.of(), 0);
    assertThat(x.nonzero()).isEqualTo(Indices.of(2, 3));
    assertHas(GRID.maskedSelect(Tensor.of(1, 0, 1)), Shape.of(4), 0, 2, 3, 5);
    assertHas(GRID.maskedSelect(Tensor.zeros(2, 3)), Shape.of(0));
    assertRefused(() -> GRID.maskedSelect(Tensor.zeros(2)), "[2]", "[2, 3]");
  }

  @Test
  void anAxisIsNamedOnce() {
    assertRefused(() -> GRID.sum(0, -2), "[0, -2]", "[2, 3]", "axis 0", "twice");
    assertOutside(() -> GRID.amax(2), "axis 2", "[2, 3]", "-2 to 1");
    assertOutside(() -> Tensor.scalar(1).sum(0), "axis 0", "[]");
  }

  @Test
  void shapesChangeForFree() {
    assertThat(GRID.unsqueeze(0).shape()).isEqualTo(Shape.of(1, 2, 3));
    assertThat(GRID.unsqueeze(-1).shape()).isEqualTo(Shape.of(2, 3, 1));
    assertThat(GRID.unsqueeze(1).squeeze(1).array()).isSameAs(GRID.array());
    assertThat(Tensor.zeros(1, 2, 1).squeeze().shape()).isEqualTo(Shape.of(2));
    assertThat(Tensor.zeros(1, 2, 1).squeeze(-1).shape()).isEqualTo(Shape.of(1, 2));
    assertThat(Tensor.zeros(2, 3, 4).flatten(0, 1).shape()).isEqualTo(Shape.of(6, 4));
    assertThat(Tensor.zeros(2, 3, 4).flatten(-2).shape()).isEqualTo(Shape.of(2, 12));
    assertThat(Tensor.scalar(1).flatten(0).shape()).isEqualTo(Shape.of(1));
    assertThat(Tensor.zeros(2, 6).unflatten(-1, 3, -1).shape()).isEqualTo(Shape.of(2, 3, 2));
    assertRefused(() -> GRID.squeeze(0), "axis 0", "[2, 3]", "2, not 1");
    assertOutside(() -> GRID.unsqueeze(3), "[2, 3]", "axis 3", "-3 to 2");
    assertRefused(() -> GRID.flatten(1, 0), "[2, 3]", "axis 1 to 0");
    assertRefused(() -> GRID.unflatten(1, 2, 2), "axis 1", "[2, 3]", "[2, 2]", "3");
  }

  @Test
  void slicesCountFromTheEndAndStep() {
    assertHas(GRID.slice(1, -2, 3), Shape.of(2, 2), 1, 2, 4, 5);
    assertHas(GRID.slice(0, 0, -1), Shape.of(1, 3), 0, 1, 2);
    assertHas(GRID.slice(1, 0, 3, 2), Shape.of(2, 2), 0, 2, 3, 5);
    assertHas(GRID.slice(0, 0, 2, 2), Shape.of(1, 3), 0, 1, 2);
    assertHas(GRID.select(1, -1), Shape.of(2), 2, 5);
    assertHas(GRID.select(0, 1), Shape.of(3), 3, 4, 5);
    assertOutside(() -> GRID.select(1, 3), "place 3", "axis 1", "[2, 3]", "-3 to 2");
    assertOutside(() -> GRID.slice(1, -4, 3), "-1 to 3", "[2, 3]");
  }

  @Test
  void partsMakeTheWhole() {
    assertThat(shapes(Tensor.zeros(7, 2).split(0, 3)))
        .containsExactly("[3, 2]", "[3, 2]", "[1, 2]");
    assertThat(shapes(Tensor.zeros(2, 7).split(-1, new int[] {4, 0, 3})))
        .containsExactly("[2, 4]", "[2, 0]", "[2, 3]");
    assertThat(shapes(Tensor.zeros(7).chunk(0, 3))).containsExactly("[3]", "[3]", "[1]");
    assertThat(shapes(Tensor.zeros(4).chunk(0, 3))).containsExactly("[2]", "[2]");
    assertThat(shapes(Tensor.zeros(0).split(0, 3))).containsExactly("[0]");
    assertRefused(() -> GRID.split(0, 0), "parts of 0", "[2, 3]");
    assertRefused(() -> GRID.split(1, new int[] {1, 1}), "[2, 3]", "[1, 1]", "3 together");
    assertRefused(() -> GRID.split(1, new int[] {-1, 4}), "[-1, 4]");
    assertRefused(() -> GRID.chunk(1, 0), "0 pieces", "[2, 3]");
    assertRefused(() -> GRID.stack(0, Tensor.zeros(3, 2)), "stack", "[2, 3]", "[3, 2]");
    assertRefused(() -> GRID.repeat(2), "repeat", "[2, 3]", "[2]", "2 axes");
    assertRefused(() -> GRID.expand(-1, 2, 3), "expand", "[-1, 2, 3]", "new one");
    assertRefused(() -> GRID.diagonal(0, 1, -1), "diagonal", "[2, 3]", "differ");
    assertThat(GRID.roll(0, 2)).isSameAs(GRID);
  }

  @Test
  void factoriesCountAndSpread() {
    assertHas(Tensor.arange(3), Shape.of(3), 0, 1, 2);
    assertHas(Tensor.arange(1, 0, -0.25f), Shape.of(4), 1, 0.75f, 0.5f, 0.25f);
    assertHas(Tensor.arange(2, 2, 1), Shape.of(0));
    assertHas(Tensor.linspace(-1, 1, 5), Shape.of(5), -1, -0.5f, 0, 0.5f, 1);
    assertHas(Tensor.linspace(3, 9, 1), Shape.of(1), 3);
    assertHas(Tensor.eye(2, 3), Shape.of(2, 3), 1, 0, 0, 0, 1, 0);
    assertHas(Indices.of(2, 0).oneHot(3), Shape.of(2, 3), 0, 0, 1, 1, 0, 0);
    assertRefused(() -> Tensor.arange(0, 1, 0), "arange", "steps of 0.0");
    assertRefused(() -> Tensor.arange(0, 1, -1), "arange", "steps of -1.0");
    assertOutside(() -> Indices.of(1, 3).oneHot(3), "class 3", "place 1", "0 to 2");
    List<Tensor> grid = Movement.meshgrid(Tensor.arange(2), Tensor.arange(3));
    assertHas(grid.get(0), Shape.of(2, 3), 0, 0, 0, 1, 1, 1);
    assertHas(grid.get(1), Shape.of(2, 3), 0, 1, 2, 0, 1, 2);
    assertRefused(() -> Movement.meshgrid(GRID), "meshgrid", "[2, 3]");
  }

  @Test
  void productsOfRowsColumnsAndMatrices() {
    Tensor row = Tensor.of(1, 2, 3);
    assertHas(GRID.matmul(row), Shape.of(2), 8, 26);
    assertHas(Tensor.of(1, 2).matmul(GRID), Shape.of(3), 6, 9, 12);
    assertHas(row.dot(row), Shape.of(), 14);
    assertHas(row.outer(Tensor.of(1, -1)), Shape.of(3, 2), 1, -1, 2, -2, 3, -3);
    assertHas(
        GRID.unsqueeze(0).bmm(GRID.transpose().unsqueeze(0)).squeeze(0),
        Shape.of(2, 2),
        5,
        14,
        14,
        50);
    assertHas(Tensor.zeros(2, 0).matmul(Tensor.zeros(0, 2)), Shape.of(2, 2), 0, 0, 0, 0);
    assertRefused(() -> GRID.matmul(Tensor.of(1, 2)), "[2, 3]", "[2]", "3 and 2");
    assertRefused(() -> Tensor.scalar(1).matmul(row), "[]", "[3]", "mul");
    assertRefused(() -> GRID.bmm(GRID), "bmm", "[2, 3]", "[b, m, k]");
    assertRefused(() -> row.dot(GRID), "dot", "[3]", "[2, 3]");
    assertRefused(() -> row.outer(GRID), "outer", "[3]", "[2, 3]");
    assertRefused(() -> GRID.cosineSimilarity(Tensor.zeros(2), 0), "[2, 3]", "[2]", "broadcast");
  }

  @Test
  void einsumRefusesWhatMakesNoSense() {
    assertRefused(() -> GRID.einsum("ij,jk->ik"), "ij,jk->ik", "[2, 3]", "2 terms", "1 operands");
    assertRefused(() -> GRID.einsum("i->i"), "i names 1 axes", "operand 0 has 2");
    assertRefused(() -> GRID.einsum("ijk...->i"), "3 axes", "operand 0 has 2");
    assertRefused(() -> GRID.einsum("ij,jk->ik", GRID), "'j'", "3 and 2");
    assertRefused(() -> GRID.einsum("ij->ik"), "'k'", "no operand");
    assertRefused(() -> GRID.einsum("ij->ii"), "'i'", "twice");
    assertRefused(() -> GRID.einsum("i1->i"), "'1'", "letter");
    assertRefused(() -> GRID.einsum("ii->i"), "'i'", "2 and 3");
    assertRefused(() -> Tensor.zeros(1, 3).einsum("ii->i"), "diagonal", "operand 0");
    assertRefused(() -> GRID.einsum("...j,...k->...", GRID.transpose()), "dots", "2 and 3");
    assertRefused(() -> Einsum.of("ij"), "0 operands");
  }

  @Test
  void aPaddingRowLearnsNothing() {
    try (var tape = Tape.probe()) {
      Tensor table = tape.watch(Tensor.ones(3, 2));
      Tensor y = table.embedding(Indices.of(2, 0, 2, 1), -1).sum();
      tape.backward(y);
      assertThat(table.gradient().toArray()).containsExactly(1, 1, 1, 1, 0, 0);
    }
    assertOutside(() -> GRID.embedding(Indices.of(0), -3), "padding row", "[2, 3]");
    assertOutside(() -> GRID.embedding(Indices.of(0), 2), "padding row 2", "[2, 3]");
  }

  private static float[] gradient(UnaryOperator<Tensor> function, float... values) {
    try (var tape = Tape.probe()) {
      Tensor x = tape.watch(Tensor.of(values));
      tape.backward(function.apply(x).sum());
      return x.gradient().toArray();
    }
  }

  private static List<String> shapes(List<Tensor> parts) {
    return parts.stream().map(part -> part.shape().toString()).toList();
  }

  private static void assertHas(Tensor actual, Shape shape, float... values) {
    assertThat(actual.shape()).isEqualTo(shape);
    assertThat(actual.toArray()).containsExactly(values, within(1e-5f));
  }

  private static void assertRefused(ThrowingCallable body, String... words) {
    assertThatThrownBy(body)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll(words);
  }

  private static void assertOutside(ThrowingCallable body, String... words) {
    assertThatThrownBy(body)
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessageContainingAll(words);
  }
}
