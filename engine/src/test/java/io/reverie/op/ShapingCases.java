package io.reverie.op;

import io.reverie.op.Definitions.Definition;
import io.reverie.op.OpCases.Case;
import io.reverie.tensor.Op;
import io.reverie.tensor.Rng;
import io.reverie.tensor.Shape;
import io.reverie.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleBinaryOperator;
import java.util.function.ToDoubleFunction;

/** The cases of products, reductions and scans, with what they should be. */
final class ShapingCases {
  /** Shapes and the neighbouring axes, from and to, that vanish. */
  private static final int[][][] REDUCED = {
    {{}, {0, 0}},
    {{5}, {0, 1}},
    {{4, 5}, {0, 2}},
    {{4, 5}, {0, 1}},
    {{4, 5}, {1, 2}},
    {{2, 3, 4}, {1, 2}},
    {{2, 3, 4}, {1, 3}},
    {{2, 3, 4}, {1, 1}},
    {{3, 40}, {0, 1}},
    {{3, 41}, {1, 2}},
    {{2, 3, 300}, {1, 2}},
    {{1, 4}, {0, 1}}
  };

  private final List<Case> cases = new ArrayList<>();
  private final Rng rng = Rng.of(21);

  private ShapingCases() {}

  static List<Case> all() {
    ShapingCases all = new ShapingCases();
    all.products();
    all.reductions();
    all.scans();
    return all.cases;
  }

  private void products() {
    int[][][] leading = {
      {{2}, {}, {2}}, {{}, {2}, {2}}, {{2, 1}, {3}, {2, 3}}, {{2, 1}, {1, 3}, {2, 3}},
      {{1}, {3}, {3}}, {{2, 3}, {2, 1}, {2, 3}}, {{0}, {1}, {0}}, {{1, 1}, {2}, {1, 2}}
    };
    for (int[][] l : leading) {
      for (int turned = 0; turned < 4; turned++) {
        boolean ta = turned % 2 == 1;
        boolean tb = turned / 2 == 1;
        Tensor a = unit(Shape.of(l[0]).append(ta ? 4 : 3).append(ta ? 3 : 4).dims());
        Tensor b = unit(Shape.of(l[1]).append(tb ? 5 : 4).append(tb ? 4 : 5).dims());
        add(new MatMul(ta, tb), matmul(Shape.of(l[2]), ta, tb), a, b);
      }
    }
    // Large enough for each pair to get the threads to itself, and small ones in groups.
    add(
        new MatMul(false, false),
        matmul(Shape.of(2), false, false),
        unit(2, 70, 60),
        unit(1, 60, 70));
    for (int axis : new int[] {0, 1, -1}) {
      Tensor a = unit(3, 4, 5);
      Tensor b = unit(3, 4, 5);
      add(new CosineSimilarity(axis, 1e-8f), cosine(axis, 1e-8), a, b);
      add(new CosineSimilarity(axis, 10), cosine(axis, 10), a, b);
    }
  }

  private static Definition matmul(Shape leading, boolean ta, boolean tb) {
    return in -> {
      int inner = in[0].dim(ta ? -2 : -1);
      Shape shape = leading.append(in[0].dim(ta ? -1 : -2)).append(in[1].dim(tb ? -2 : -1));
      return Definitions.each(
          shape,
          place -> {
            double sum = 0;
            int row = place[place.length - 2];
            int col = place[place.length - 1];
            for (int k = 0; k < inner; k++) {
              sum +=
                  (double) matrix(in[0], place, ta ? k : row, ta ? row : k)
                      * matrix(in[1], place, tb ? col : k, tb ? k : col);
            }
            return sum;
          });
    };
  }

  private static float matrix(Tensor x, int[] place, int row, int col) {
    int[] own = Arrays.copyOfRange(place, place.length - x.shape().rank(), place.length);
    for (int i = 0; i < own.length - 2; i++) {
      own[i] = x.dim(i) == 1 ? 0 : own[i];
    }
    own[own.length - 2] = row;
    own[own.length - 1] = col;
    return x.at(own);
  }

  private static Definition cosine(int axis, double eps) {
    return in -> {
      int place = in[0].shape().axis(axis);
      return lines(
          place,
          (a, b) -> {
            double aa = Math.sqrt(Arrays.stream(a).map(v -> v * v).sum());
            double bb = Math.sqrt(Arrays.stream(b).map(v -> v * v).sum());
            double dot = 0;
            for (int i = 0; i < a.length; i++) {
              dot += a[i] * b[i];
            }
            return dot / (Math.max(aa, eps) * Math.max(bb, eps));
          },
          in[0],
          in[1]);
    };
  }

  private void reductions() {
    for (int[][] r : REDUCED) {
      int from = r[1][0];
      int to = r[1][1];
      add(
          new Amax(from, to),
          fold(from, to, line -> Arrays.stream(line).max().orElseThrow()),
          distinct(r[0]));
      add(
          new Amin(from, to),
          fold(from, to, line -> Arrays.stream(line).min().orElseThrow()),
          distinct(r[0]));
      add(new LogSumExp(from, to), fold(from, to, ShapingCases::logSumExp), values(-2, 2, r[0]));
      for (float p : new float[] {1, 2, 3, 1.5f}) {
        add(new PNorm(p, from, to), fold(from, to, line -> norm(p, line)), signed(r[0]));
      }
      add(
          new PNorm(Float.POSITIVE_INFINITY, from, to),
          fold(from, to, line -> Arrays.stream(line).map(Math::abs).max().orElseThrow()),
          distinct(r[0]));
      for (int correction : new int[] {0, 1}) {
        if (Shape.of(r[0]).sizeOf(from, to) > 1) {
          Tensor x = unit(r[0]);
          Definition variance = fold(from, to, line -> variance(correction, line));
          add(new Var(correction, from, to), variance, x);
          add(
              new Std(correction, from, to),
              in -> Arrays.stream(variance.of(in)).map(Math::sqrt).toArray(),
              distinct(r[0]));
        }
      }
    }
    for (int[][] r :
        new int[][][] {{{}, {0, 0}}, {{5}, {0, 1}}, {{2, 3, 4}, {1, 2}}, {{4, 3}, {0, 2}}}) {
      prod(r[1][0], r[1][1], values(0.5f, 1.5f, r[0]));
    }
    prod(0, 1, OpCases.window(Tensor.of(new float[] {0, 2, 3, 1, 0, 0, 4, 5}, 4, 2)));
    // Of nothing: what each has there.
    prod(0, 1, unit(0, 2));
    add(new LogSumExp(0, 1), fold(0, 1, ShapingCases::logSumExp), unit(0, 2));
    add(new PNorm(2, 0, 1), fold(0, 1, line -> norm(2, line)), unit(0, 2));
    add(new Amax(0, 1), _ -> new double[0], unit(0, 0));
    add(new Amin(0, 1), _ -> new double[0], unit(3, 0));
    // Larger than what one thread takes.
    Tensor large = unit(300, 200);
    add(new LogSumExp(1, 2), fold(1, 2, ShapingCases::logSumExp), large);
    add(new LogSumExp(0, 1), fold(0, 1, ShapingCases::logSumExp), large);
    add(new Var(1, 0, 2), fold(0, 2, line -> variance(1, line)), large);
    add(new PNorm(2, 0, 2), fold(0, 2, line -> norm(2, line)), large);
  }

  private void prod(int from, int to, Tensor x) {
    add(
        new Prod(from, to),
        fold(from, to, line -> Arrays.stream(line).reduce(1, (a, b) -> a * b)),
        x);
  }

  private static double logSumExp(double... line) {
    return Math.log(Arrays.stream(line).map(Math::exp).sum());
  }

  private static double norm(double p, double... line) {
    return Math.pow(Arrays.stream(line).map(v -> Math.pow(Math.abs(v), p)).sum(), 1 / p);
  }

  private static double variance(int correction, double... line) {
    double mean = Arrays.stream(line).average().orElse(Double.NaN);
    return Arrays.stream(line).map(v -> (v - mean) * (v - mean)).sum() / (line.length - correction);
  }

  private void scans() {
    for (int[][] c :
        new int[][][] {
          {{7}, {0}},
          {{3, 4}, {0}},
          {{3, 4}, {-1}},
          {{2, 3, 4}, {1}},
          {{0, 3}, {0}},
          {{2, 300}, {0}}
        }) {
      int axis = c[1][0];
      add(new Cumsum(axis), scan(axis, Double::sum), unit(c[0]));
      add(new Cumprod(axis), scan(axis, (a, b) -> a * b), values(0.5f, 1.5f, c[0]));
    }
    Tensor zeros = OpCases.window(Tensor.of(2, 0, 3, 0, 5));
    add(new Cumprod(0), scan(0, (a, b) -> a * b), zeros);
  }

  private static Definition scan(int axis, DoubleBinaryOperator join) {
    return in ->
        Definitions.each(
            in[0].shape(),
            place -> {
              int at = Math.floorMod(axis, place.length);
              int last = place[at];
              place[at] = 0;
              double total = in[0].at(place);
              while (place[at] < last) {
                place[at]++;
                total = join.applyAsDouble(total, in[0].at(place));
              }
              return total;
            });
  }

  /** One number for each line along axes {@code from} to {@code to}. */
  private static Definition fold(int from, int to, ToDoubleFunction<double[]> reduce) {
    return in -> lines(in[0], from, to).stream().mapToDouble(reduce).toArray();
  }

  private interface Pair {
    double of(double[] a, double[] b);
  }

  private static double[] lines(int axis, Pair pair, Tensor a, Tensor b) {
    List<double[]> left = lines(a, axis, axis + 1);
    List<double[]> right = lines(b, axis, axis + 1);
    double[] y = new double[left.size()];
    Arrays.setAll(y, i -> pair.of(left.get(i), right.get(i)));
    return y;
  }

  private static List<double[]> lines(Tensor x, int from, int to) {
    Shape shape = x.shape();
    int inner = shape.sizeOf(to, shape.rank());
    int length = shape.sizeOf(from, to);
    List<double[]> lines = new ArrayList<>();
    for (int o = 0; o < shape.sizeOf(0, from); o++) {
      for (int i = 0; i < inner; i++) {
        double[] line = new double[length];
        for (int l = 0; l < length; l++) {
          line[l] = x.array()[x.offset() + (o * length + l) * inner + i];
        }
        lines.add(line);
      }
    }
    return lines;
  }

  private void add(Op op, Definition definition, Tensor... inputs) {
    cases.add(new Case(() -> op, definition, inputs));
  }

  private Tensor unit(int... dims) {
    return values(-1, 1, dims);
  }

  private Tensor values(float from, float to, int... dims) {
    return OpCases.window(Tensor.uniform(rng, from, to, dims));
  }

  private Tensor signed(int... dims) {
    Tensor x = values(0.3f, 1, dims);
    for (int i = 0; i < x.size(); i++) {
      x.array()[x.offset() + i] *= rng.nextInt(2) == 0 ? 1 : -1;
    }
    return x;
  }

  /** Numbers so far apart, also without their signs, that a small step keeps their order. */
  private Tensor distinct(int... dims) {
    Tensor x = Tensor.zeros(dims);
    int[] order = rng.permutation(x.size());
    for (int i = 0; i < order.length; i++) {
      x.array()[i] = (order[i] % 2 == 0 ? 0.05f : -0.05f) * (order[i] + 1);
    }
    return OpCases.window(x);
  }
}
