package io.reverie.op;

import io.reverie.tensor.Op;
import io.reverie.tensor.Rng;
import io.reverie.tensor.Shape;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** What each op must refuse, and what its message must then say. */
final class Misfits {
  /** An op, made and asked for its output's shape, that must throw. */
  record Misfit(
      Class<? extends Op> op,
      Supplier<Op> make,
      List<Shape> in,
      Class<? extends RuntimeException> thrown,
      List<String> words) {
    @Override
    public String toString() {
      return op.getSimpleName() + " of " + in + " says " + words;
    }
  }

  private static final Class<IllegalArgumentException> ARGUMENT = IllegalArgumentException.class;
  private static final Class<IndexOutOfBoundsException> INDEX = IndexOutOfBoundsException.class;

  private static final List<Misfit> CORE =
      List.of(
          refused(new Add(), in("[2, 3] [4]"), "add", "[2, 3]", "[4]", "equal or 1"),
          refused(new Sub(), in("[2, 3] [3, 2]"), "sub", "[2, 3]", "[3, 2]", "equal or 1"),
          refused(new Mul(), in("[2] [0]"), "mul", "[2]", "[0]"),
          refused(new Div(), in("[2, 1, 5] [3, 4]"), "div", "[2, 1, 5]", "[3, 4]", "5 and 4"),
          refused(matmul(), in("[2, 3] [4, 5]"), "matmul", "[2, 3]", "[4, 5]", "3 and 4"),
          refused(matmul(), in("[32, 784] [256, 784]"), "transpose the second?"),
          refused(new MatMul(true, false), in("[2, 3] [3, 2]"), "[2, 3]ᵀ", "2 and 3"),
          refused(new MatMul(false, true), in("[2, 3] [3, 2]"), "[3, 2]ᵀ", "3 and 2"),
          refused(matmul(), in("[3] [3, 2]"), "[3]", "[3, 2]", "two axes"),
          refused(matmul(), in("[2, 3] [3]"), "[2, 3]", "[3]", "reshape"),
          refused(matmul(), in("[2, 4, 3] [5, 3, 2]"), "[2, 4, 3]", "[5, 3, 2]", "leading"),
          refused(new Linear(), in("[4, 5] [3, 6]"), "[4, 5]", "[3, 6]", "[out, in]"),
          refused(new Linear(), in("[4, 5] [3, 5, 1]"), "[4, 5]", "[3, 5, 1]"),
          refused(new Linear(), in("[] [3, 5]"), "[]", "[3, 5]"),
          refused(new Linear(), in("[4, 5] [3, 5] [5]"), "[3, 5]", "[5]", "must be [3]"),
          refused(beside(), in("[4, 5] [3, 5] [3]"), "[4, 5]", "[3]", "output's shape, [4, 3]"),
          refused(beside(), in("[4, 5] [3, 5] [4] [4, 3]"), "bias [4]", "must be [3]"),
          refused(beside(), in("[4, 5] [3, 5] [3] [1, 3]"), "[1, 3]", "output's shape, [4, 3]"),
          refused(new Softmax(), in("[]"), "softmax", "axis"),
          refused(new LogSoftmax(), in("[]"), "logSoftmax", "axis"),
          outside(new Sum(0, 3), in("[2, 3]"), "0 to 3", "[2, 3]"),
          outside(new Sum(2, 1), in("[2, 3]"), "2 to 1", "[2, 3]"),
          outside(new Sum(-1, 1), in("[2, 3]"), "-1 to 1", "[2, 3]"),
          refused(new Permute(0), in("[2, 3]"), "[2, 3]", "[0]", "once"),
          refused(new Permute(0, 0), in("[2, 3]"), "[2, 3]", "[0, 0]", "once"),
          outside(new Permute(0, 2), in("[2, 3]"), "axis 2", "[2, 3]", "-2 to 1"),
          outside(new Slice(1, 1, 4), in("[2, 3]"), "1 to 4", "[2, 3]", "3 places"),
          outside(new Slice(1, -1, 2), in("[2, 3]"), "-1 to 2", "[2, 3]"),
          outside(new Slice(1, 2, 1), in("[2, 3]"), "2 to 1", "[2, 3]"),
          outside(new Slice(2, 0, 1), in("[2, 3]"), "axis 2", "[2, 3]", "-2 to 1"),
          outside(new Zeroed(1, 1, 4), in("[2, 3]"), "1 to 4", "[2, 3]", "3 places"),
          outside(new Zeroed(1, -1, 2), in("[2, 3]"), "-1 to 2", "[2, 3]"),
          outside(new Zeroed(0, 2, 1), in("[2, 3]"), "2 to 1", "[2, 3]"),
          refused(new Concat(0), in(""), "no tensors"),
          refused(new Concat(0), in("[2, 3] [2, 4]"), "[2, 3]", "[2, 4]", "axis 0"),
          refused(new Concat(1), in("[2, 3] [2, 3, 1]"), "[2, 3]", "[2, 3, 1]", "axis 1"),
          refused(new Concat(1), in("[2, 3] [2]"), "[2, 3]", "[2]", "axis 1"),
          outside(new Concat(2), in("[2, 3] [2, 3]"), "axis 2", "[2, 3]", "-2 to 1"),
          made(Dropout.class, () -> new Dropout(1, Rng.of(1)), "p = 1.0", "0 ≤ p < 1"),
          made(Dropout.class, () -> new Dropout(-0.1f, Rng.of(1)), "p = -0.1"),
          made(Dropout.class, () -> new Dropout(Float.NaN, Rng.of(1)), "p = NaN"));

  static final List<Misfit> ALL =
      Stream.of(
              CORE,
              ImageMisfits.all(),
              LossMisfits.ALL,
              SequenceMisfits.ALL,
              ShapingMisfits.ALL,
              PointwiseMisfits.all())
          .flatMap(List::stream)
          .toList();

  private Misfits() {}

  private static MatMul matmul() {
    return new MatMul(false, false);
  }

  private static Linear beside() {
    return new Linear(null, true);
  }

  private static Conv2d conv(int groups) {
    return new Conv2d(1, 0, 1, groups);
  }

  static Misfit refused(Op op, List<Shape> in, String... words) {
    return new Misfit(op.getClass(), () -> op, in, ARGUMENT, List.of(words));
  }

  static Misfit outside(Op op, List<Shape> in, String... words) {
    return new Misfit(op.getClass(), () -> op, in, INDEX, List.of(words));
  }

  /** An op that cannot even be made. */
  static Misfit made(Class<? extends Op> type, Supplier<Op> make, String... words) {
    return new Misfit(type, make, List.of(), ARGUMENT, List.of(words));
  }

  /** Shapes as they are printed, one after the other. */
  static List<Shape> in(String shapes) {
    return java.util.regex.Pattern.compile("\\[(.*?)]")
        .matcher(shapes)
        .results()
        .map(found -> shape(found.group(1)))
        .toList();
  }

  private static Shape shape(String lengths) {
    if (lengths.isEmpty()) {
      return Shape.of();
    }
    return Shape.of(
        java.util.Arrays.stream(lengths.split(", ")).mapToInt(Integer::parseInt).toArray());
  }
}
