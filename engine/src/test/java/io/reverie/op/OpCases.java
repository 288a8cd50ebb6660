package io.reverie.op;

import io.reverie.op.Definitions.Definition;
import io.reverie.tensor.Op;
import io.reverie.tensor.Rng;
import io.reverie.tensor.Shape;
import io.reverie.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Supplier;

/**
 * Every op with inputs of many shapes: add an op's cases here, and {@link OpTest} does the rest.
 *
 * <p>Inputs are windows in the middle of arrays of NaN, so that a wrong offset shows.
 */
final class OpCases {
  /** One op on some inputs; the supplier gives an op that draws the same numbers every time. */
  record Case(Supplier<Op> op, Definition definition, Tensor... inputs) {
    Tensor apply(Tensor... in) {
      return Tensor.apply(op.get(), in);
    }

    int size() {
      return Arrays.stream(inputs).mapToInt(Tensor::size).sum();
    }

    @Override
    public String toString() {
      return op.get() + " of " + Arrays.stream(inputs).map(Tensor::shape).toList();
    }
  }

  private static final int[][] SHAPES = {
    {}, {1}, {7}, {16}, {33}, {2, 3, 5}, {1, 4, 1, 2}, {0}, {2, 0, 3}, {40_000}
  };

  static final int[][][] PAIRS = {
    {{}, {}},
    {{1}, {1}},
    {{3}, {3}},
    {{}, {2, 3}},
    {{2, 3}, {}},
    {{4, 5}, {5}},
    {{5}, {4, 5}},
    {{3, 1}, {1, 4}},
    {{2, 1, 4}, {3, 1}},
    {{2, 3, 4}, {3, 1}},
    {{2, 3, 4}, {1, 1, 1}},
    {{1, 3}, {2, 1, 3}},
    {{2, 1, 2, 1}, {3, 1, 2}},
    {{17, 33}, {17, 33}},
    {{17, 33}, {17, 1}},
    {{0, 3}, {3}},
    {{2, 0}, {1}},
    {{0}, {0}},
    {{3, 1100}, {3, 1}},
    {{1100}, {3, 1100}},
    {{40_000}, {40_000}},
    {{40_000}, {}},
    {{}, {40_000}}
  };

  private final List<Case> cases = new ArrayList<>();
  private final Rng rng = Rng.of(20);

  private OpCases() {}

  static List<Case> all() {
    OpCases all = new OpCases();
    all.pointwise();
    PointwiseCases.addTo(all.cases);
    all.products();
    all.cases.addAll(ImageCases.all());
    all.cases.addAll(NormCases.all());
    all.rows();
    all.movement();
    LossCases.addTo(all.cases);
    SequenceCases.addTo(all.cases);
    all.cases.addAll(ShapingCases.all());
    all.cases.addAll(MovementCases.all());
    return all.cases;
  }

  private void pointwise() {
    unary(new Relu(), x -> Math.max(x, 0), 0.1f, 1, true);
    unary(new Affine(-1.5f, 0.25f), x -> -1.5 * x + 0.25, -1, 1, false);
    unary(new Exp(), Math::exp, -2, 1, false);
    unary(new Log(), Math::log, 0.5f, 3, false);
    unary(new Sqrt(), Math::sqrt, 0.5f, 3, false);
    unary(new Square(), x -> x * x, -2, 2, false);
    unary(new Sigmoid(), x -> 1 / (1 + Math.exp(-x)), -3, 3, false);
    unary(new Tanh(), Math::tanh, -2, 2, false);
    for (int[][] pair : PAIRS) {
      Tensor a = values(-2, 2, pair[0]);
      Tensor b = values(-2, 2, pair[1]);
      add(new Add(), Definitions.binary((x, y) -> x + y), a, b);
      add(new Sub(), Definitions.binary((x, y) -> x - y), a, b);
      add(new Mul(), Definitions.binary((x, y) -> x * y), a, b);
      add(new Div(), Definitions.binary((x, y) -> x / y), a, signed(0.7f, 2, pair[1]));
    }
    dropout(0.4f, 5, 7);
    dropout(0.9f, 33);
    dropout(0, 3);
    dropout(0.5f, 0);
    dropout(0.5f, 40_000);
  }

  private void unary(Op op, DoubleUnaryOperator f, float from, float to, boolean bothSigns) {
    for (int[] dims : SHAPES) {
      add(op, Definitions.unary(f), bothSigns ? signed(from, to, dims) : values(from, to, dims));
    }
  }

  private void dropout(float p, int... dims) {
    Definition definition = Definitions.dropout(p, 7);
    cases.add(new Case(() -> new Dropout(p, Rng.of(7)), definition, values(-1, 1, dims)));
  }

  private void products() {
    for (boolean ta : new boolean[] {false, true}) {
      for (boolean tb : new boolean[] {false, true}) {
        for (int[] s : new int[][] {{3, 5, 4}, {1, 1, 1}, {2, 17, 33}, {1, 7, 1}, {70, 33, 90}}) {
          matmul(ta, tb, turned(ta, s[0], s[1]), turned(tb, s[1], s[2]));
        }
        matmul(ta, tb, prepend(turned(ta, 3, 4), 2), turned(tb, 4, 5));
        matmul(ta, tb, prepend(turned(ta, 3, 4), 1), turned(tb, 4, 5));
        matmul(ta, tb, prepend(turned(ta, 3, 4), 2, 3), turned(tb, 4, 5));
        matmul(ta, tb, prepend(turned(ta, 3, 4), 2), prepend(turned(tb, 4, 5), 2));
        matmul(ta, tb, prepend(turned(ta, 3, 4), 2, 2), prepend(turned(tb, 4, 5), 2, 2));
        matmul(ta, tb, turned(ta, 0, 3), turned(tb, 3, 4));
        matmul(ta, tb, turned(ta, 2, 3), turned(tb, 3, 0));
        matmul(ta, tb, turned(ta, 2, 0), turned(tb, 0, 3));
        matmul(ta, tb, prepend(turned(ta, 2, 3), 0), turned(tb, 3, 4));
        matmul(ta, tb, prepend(turned(ta, 2, 3), 0), prepend(turned(tb, 3, 4), 0));
      }
    }
    for (int[] x : new int[][] {{4, 5}, {5}, {2, 3, 5}, {1, 5}, {0, 5}, {33, 5}, {3, 0, 5}}) {
      add(new Linear(), Definitions::linear, unit(x), unit(3, 5));
      add(new Linear(), Definitions::linear, unit(x), unit(3, 5), unit(3));
    }
    add(new Linear(), Definitions::linear, unit(9, 17), unit(31, 17), unit(31));
    add(new Linear(), Definitions::linear, unit(2, 0), unit(3, 0), unit(3));
    for (int[] x : new int[][] {{5}, {2, 3, 5}, {0, 5}, {70, 5}}) {
      int[] y = x.clone();
      y[y.length - 1] = 3;
      fused(false, unit(x), unit(3, 5));
      fused(false, unit(x), unit(3, 5), unit(3));
      fused(true, unit(x), unit(3, 5), unit(y));
      fused(true, unit(x), unit(3, 5), unit(3), unit(y));
    }
  }

  /** A linear map with what may come after it: with slopes from the output, and from the input. */
  private void fused(boolean shortcut, Tensor... in) {
    Definition z = shortcut ? Definitions::linearBesideShortcut : Definitions::linear;
    add(new Linear(null, shortcut), z, in);
    add(new Linear(new Tanh(), shortcut), Definitions.then(z, Math::tanh), in);
    add(new Linear(new Square(), shortcut), Definitions.then(z, v -> v * v), in);
  }

  private void matmul(boolean ta, boolean tb, int[] a, int[] b) {
    add(new MatMul(ta, tb), Definitions.matmul(ta, tb), unit(a), unit(b));
  }

  private void rows() {
    int[][] shapes = {
      {4, 5}, {7}, {2, 3, 17}, {3, 1}, {5, 33}, {2, 16}, {0, 5}, {2, 0}, {300, 200}
    };
    for (int[] dims : shapes) {
      add(new Softmax(), Definitions::softmax, values(-2, 2, dims));
      add(new LogSoftmax(), Definitions::logSoftmax, values(-2, 2, dims));
    }
    sum(dims(), 0, 0);
    sum(dims(4, 5), 0, 2);
    sum(dims(4, 5), 0, 1);
    sum(dims(4, 5), 1, 2);
    sum(dims(2, 3, 4), 1, 2);
    sum(dims(2, 3, 4), 0, 2);
    sum(dims(2, 3, 4), 1, 3);
    sum(dims(2, 1, 3, 2), 1, 3);
    sum(dims(5, 33), 0, 1);
    sum(dims(0, 3), 0, 1);
    sum(dims(3, 0), 1, 2);
    sum(dims(0), 0, 1);
    sum(dims(70_000), 0, 1);
    sum(dims(300, 200), 1, 2);
    sum(dims(300, 200), 0, 1);
  }

  private void sum(int[] dims, int from, int to) {
    add(new Sum(from, to), Definitions.sum(from, to), unit(dims));
  }

  private void movement() {
    permute(dims(2, 3), 1, 0);
    permute(dims(2, 3), 0, 1);
    permute(dims(2, 3), -1, 0);
    permute(dims(2, 3, 4), 2, 0, 1);
    permute(dims(2, 3, 4), 1, 2, 0);
    permute(dims(2, 3, 4), 0, 2, 1);
    permute(dims(2, 1, 3, 2), 3, 0, 2, 1);
    permute(dims());
    permute(dims(0, 2), 1, 0);
    permute(dims(33, 17), 1, 0);
    for (int[] s : new int[][] {{1, 1, 4}, {0, 1, 2}, {-1, 2, 2}, {1, 0, 5}, {-2, 2, 3}}) {
      for (int[] x : new int[][] {{3, 5}, {3, 5, 2}, {4, 6, 1, 1}}) {
        if (Shape.of(x).dim(s[0]) >= s[2]) {
          add(new Slice(s[0], s[1], s[2]), Definitions.slice(s[0], s[1], s[2]), unit(x));
          add(new Zeroed(s[0], s[1], s[2]), Definitions.zeroed(s[0], s[1], s[2]), unit(x));
        }
      }
    }
    concat(0, dims(2, 3), dims(4, 3));
    concat(1, dims(2, 3), dims(2, 1), dims(2, 4));
    concat(-1, dims(2, 1, 3), dims(2, 1, 17));
    concat(1, dims(2, 0, 3), dims(2, 2, 3));
    concat(0, dims(3));
    concat(0, dims(0), dims(0));
  }

  private void permute(int[] dims, int... axes) {
    add(new Permute(axes), Definitions.permute(axes), unit(dims));
  }

  private void concat(int axis, int[]... shapes) {
    Tensor[] inputs = Arrays.stream(shapes).map(this::unit).toArray(Tensor[]::new);
    add(new Concat(axis), Definitions.concat(axis), inputs);
  }

  private void add(Op op, Definition definition, Tensor... inputs) {
    cases.add(new Case(() -> op, definition, inputs));
  }

  private static int[] dims(int... dims) {
    return dims;
  }

  private static int[] turned(boolean turn, int rows, int cols) {
    return turn ? dims(cols, rows) : dims(rows, cols);
  }

  private static int[] prepend(int[] matrix, int... leading) {
    int[] all = Arrays.copyOf(leading, leading.length + 2);
    System.arraycopy(matrix, 0, all, leading.length, 2);
    return all;
  }

  private Tensor unit(int... dims) {
    return values(-1, 1, dims);
  }

  private Tensor values(float from, float to, int... dims) {
    return window(Tensor.uniform(rng, from, to, dims));
  }

  /** Positive and negative numbers that keep away from 0. */
  private Tensor signed(float from, float to, int... dims) {
    Tensor x = values(from, to, dims);
    for (int i = 0; i < x.size(); i++) {
      x.array()[x.offset() + i] *= rng.nextInt(2) == 0 ? 1 : -1;
    }
    return x;
  }

  /** Numbers so far apart that a small step does not change which is largest. */
  private Tensor distinct(int... dims) {
    Tensor x = Tensor.zeros(dims);
    int[] order = rng.permutation(x.size());
    for (int i = 0; i < order.length; i++) {
      x.array()[i] = 0.05f * (order[i] - order.length / 2);
    }
    return window(x);
  }

  static Tensor window(Tensor x) {
    float[] array = new float[3 + x.size() + 5];
    Arrays.fill(array, Float.NaN);
    System.arraycopy(x.array(), 0, array, 3, x.size());
    return Tensor.of(array, 3, x.shape());
  }
}
