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

/** Cases of the norms, and what they compute, written down a second time. */
final class NormCases {
  private static final float EPSILON = 0.05f;

  /** Which elements are normalised together: those with the same number. */
  private interface Together {
    int number(int[] place);
  }

  private final List<Case> cases = new ArrayList<>();
  private final Rng rng = Rng.of(22);

  private NormCases() {}

  static List<Case> all() {
    NormCases all = new NormCases();
    all.batches();
    all.groups();
    all.rows();
    return all.cases;
  }

  private void batches() {
    int[][] shapes = {{4, 3}, {2, 3, 5}, {3, 2, 3, 4}, {2, 4, 1, 1}, {9, 33}, {4, 2, 5, 7}, {2, 1}};
    for (int[] dims : shapes) {
      for (boolean training : new boolean[] {true, false}) {
        Tensor mean = Tensor.uniform(rng, -1, 1, dims[1]);
        Tensor variance = Tensor.uniform(rng, 0.5f, 2, dims[1]);
        BatchNorm op = new BatchNorm(mean, variance, 0, EPSILON, training);
        Definition normed = training ? batch() : running(mean, variance);
        affine(op, normed, 1, dims);
      }
    }
    affine(new BatchNorm(null, null, 0.1f, EPSILON, false), batch(), 1, 3, 2, 5);
    add(new BatchNorm(null, null, 0.1f, EPSILON, true), batch(), unit(2, 0, 3));
    add(
        new BatchNorm(Tensor.zeros(2), Tensor.ones(2), 0.1f, EPSILON, false),
        running(Tensor.zeros(2), Tensor.ones(2)),
        unit(0, 2, 3));
  }

  private static Definition batch() {
    return in -> affine(1, normed(in[0], place -> place[1], true), in);
  }

  private static Definition running(Tensor mean, Tensor variance) {
    return in -> {
      double[] y =
          Definitions.each(
              in[0].shape(),
              i -> (in[0].at(i) - mean.at(i[1])) / Math.sqrt(variance.at(i[1]) + EPSILON));
      return affine(1, y, in);
    };
  }

  private void groups() {
    for (int[] dims : new int[][] {{2, 4, 3, 3}, {3, 6, 5}, {1, 2, 4, 5}, {2, 4}, {0, 4, 2}}) {
      for (int groups : new int[] {1, 2, dims[1]}) {
        int each = dims[1] / groups;
        Together together = place -> place[0] * groups + place[1] / each;
        Definition normed = in -> affine(1, normed(in[0], together, true), in);
        affine(new GroupNorm(groups, EPSILON), normed, 1, dims);
      }
    }
  }

  private void rows() {
    int[][] shapes = {
      {3, 5}, {7}, {2, 3, 17}, {2, 33}, {1, 16}, {0, 5}, {3, 0}, {40, 6}, {3000, 5}
    };
    for (int[] dims : shapes) {
      row(1, dims);
    }
    row(2, 3, 4, 5);
    row(3, 3, 4, 5);
    row(2, 2, 3, 4, 9);
    row(1, 2, 1);
  }

  private void row(int axes, int... dims) {
    int first = dims.length - axes;
    Together together =
        place -> {
          int number = 0;
          for (int axis = 0; axis < first; axis++) {
            number = number * dims[axis] + place[axis];
          }
          return number;
        };
    Definition layer = in -> affine(first, normed(in[0], together, true), in);
    affine(new LayerNorm(axes, EPSILON), layer, first, dims);
    Definition rms = in -> affine(first, normed(in[0], together, false), in);
    int[] row = Arrays.copyOfRange(dims, first, dims.length);
    add(new RmsNorm(axes, EPSILON), rms, unit(dims));
    add(new RmsNorm(axes, EPSILON), rms, unit(dims), unit(row));
  }

  /** With a weight and a bias, with a weight, and with neither. */
  private void affine(Op op, Definition definition, int first, int... dims) {
    int end = op instanceof LayerNorm ? dims.length : first + 1;
    int[] weight = Arrays.copyOfRange(dims, first, end);
    add(op, definition, unit(dims));
    add(op, definition, unit(dims), unit(weight));
    add(op, definition, unit(dims), unit(weight), unit(weight));
  }

  /** (x − mean) / √(variance + ε) of those that belong together. */
  private static double[] normed(Tensor x, Together together, boolean centred) {
    int n = x.size();
    int[] numbers = new int[n];
    for (int i = 0; i < n; i++) {
      numbers[i] = together.number(Definitions.place(x.shape(), i));
    }
    int parts = Arrays.stream(numbers).max().orElse(0) + 1;
    double[] mean = new double[parts];
    double[] square = new double[parts];
    for (int i = 0; centred && i < n; i++) {
      mean[numbers[i]] += (double) x.array()[x.offset() + i] * parts / n;
    }
    double[] y = new double[n];
    for (int i = 0; i < n; i++) {
      y[i] = x.array()[x.offset() + i] - mean[numbers[i]];
      square[numbers[i]] += y[i] * y[i] * parts / n;
    }
    for (int i = 0; i < n; i++) {
      y[i] /= Math.sqrt(square[numbers[i]] + EPSILON);
    }
    return y;
  }

  /** y · w + b, where they are there; their axes are those of y from {@code first} on. */
  private static double[] affine(int first, double[] y, Tensor... in) {
    if (in.length == 1) {
      return y;
    }
    Shape shape = in[0].shape();
    int last = first + in[1].shape().rank();
    for (int i = 0; i < y.length; i++) {
      int[] place = Arrays.copyOfRange(Definitions.place(shape, i), first, last);
      y[i] = y[i] * in[1].at(place) + (in.length > 2 ? in[2].at(place) : 0);
    }
    return y;
  }

  private void add(Op op, Definition definition, Tensor... inputs) {
    cases.add(new Case(() -> op, definition, inputs));
  }

  private Tensor unit(int... dims) {
    return OpCases.window(Tensor.uniform(rng, -1, 1, dims));
  }
}
