package io.reverie.op;

import io.reverie.tensor.Rng;
import io.reverie.tensor.Shape;
import io.reverie.tensor.Tensor;
import java.util.Arrays;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.function.ToDoubleFunction;

/** What the ops compute, written down a second time: element by element, in double, slowly. */
final class Definitions {
  /** The elements of an op's output, in row-major order. */
  interface Definition {
    double[] of(Tensor... in);
  }

  private Definitions() {}

  static Definition unary(DoubleUnaryOperator f) {
    return in -> each(in[0].shape(), i -> f.applyAsDouble(in[0].at(i)));
  }

  static Definition binary(DoubleBinaryOperator f) {
    return in -> {
      int rank = Math.max(in[0].shape().rank(), in[1].shape().rank());
      int[] dims = new int[rank];
      for (int axis = 1; axis <= rank; axis++) {
        int a = axis <= in[0].shape().rank() ? in[0].dim(-axis) : 1;
        int b = axis <= in[1].shape().rank() ? in[1].dim(-axis) : 1;
        dims[rank - axis] = a == 1 ? b : a;
      }
      return each(Shape.of(dims), i -> f.applyAsDouble(repeated(in[0], i), repeated(in[1], i)));
    };
  }

  /** The element of a smaller tensor that NumPy's rule puts at this place of the output. */
  static double repeated(Tensor x, int[] place) {
    int[] own = new int[x.shape().rank()];
    for (int axis = 0; axis < own.length; axis++) {
      own[axis] = x.dim(axis) == 1 ? 0 : place[place.length - own.length + axis];
    }
    return x.at(own);
  }

  static Definition matmul(boolean turnA, boolean turnB) {
    return in -> {
      int rank = in[0].shape().rank();
      int inner = in[0].dim(turnA ? -2 : -1);
      Shape rows = in[0].shape().with(-2, in[0].dim(turnA ? -1 : -2));
      return each(
          rows.with(-1, in[1].dim(turnB ? -2 : -1)),
          i -> {
            double sum = 0;
            for (int k = 0; k < inner; k++) {
              int[] a = i.clone();
              int[] b = Arrays.copyOfRange(i, rank - in[1].shape().rank(), rank);
              a[rank - 2] = turnA ? k : i[rank - 2];
              a[rank - 1] = turnA ? i[rank - 2] : k;
              b[b.length - 2] = turnB ? i[rank - 1] : k;
              b[b.length - 1] = turnB ? k : i[rank - 1];
              sum += (double) in[0].at(a) * in[1].at(b);
            }
            return sum;
          });
    };
  }

  static double[] linear(Tensor... in) {
    return each(
        in[0].shape().with(-1, in[1].dim(0)),
        i -> {
          int out = i[i.length - 1];
          double sum = in.length > 2 ? in[2].at(out) : 0;
          for (int k = 0; k < in[1].dim(1); k++) {
            int[] x = i.clone();
            x[x.length - 1] = k;
            sum += (double) in[0].at(x) * in[1].at(out, k);
          }
          return sum;
        });
  }

  /** What comes of a definition's numbers. */
  static Definition then(Definition first, DoubleUnaryOperator f) {
    return in -> Arrays.stream(first.of(in)).map(f).toArray();
  }

  /** {@link #linear} plus the last input. */
  static double[] linearBesideShortcut(Tensor... in) {
    double[] y = linear(Arrays.copyOf(in, in.length - 1));
    float[] shortcut = in[in.length - 1].toArray();
    for (int i = 0; i < y.length; i++) {
      y[i] += shortcut[i];
    }
    return y;
  }

  static double[] softmax(Tensor... in) {
    double[] y = logSoftmax(in);
    for (int i = 0; i < y.length; i++) {
      y[i] = Math.exp(y[i]);
    }
    return y;
  }

  static double[] logSoftmax(Tensor... in) {
    return each(
        in[0].shape(),
        i -> {
          int[] other = i.clone();
          double sum = 0;
          for (int k = 0; k < in[0].dim(-1); k++) {
            other[other.length - 1] = k;
            sum += Math.exp(in[0].at(other) - (double) in[0].at(i));
          }
          return -Math.log(sum);
        });
  }

  static Definition sum(int from, int to) {
    return in -> {
      Shape shape = in[0].shape();
      Shape left = shape;
      for (int axis = from; axis < to; axis++) {
        left = left.without(from);
      }
      double[] sums = new double[left.size()];
      int inner = shape.sizeOf(to, shape.rank());
      int length = shape.sizeOf(from, to);
      for (int i = 0; i < in[0].size(); i++) {
        sums[i / (inner * length) * inner + i % inner] += in[0].at(place(shape, i));
      }
      return sums;
    };
  }

  static Definition permute(int... axes) {
    return in -> {
      int[] dims = new int[axes.length];
      for (int axis = 0; axis < axes.length; axis++) {
        dims[axis] = in[0].dim(axes[axis]);
      }
      return each(
          Shape.of(dims),
          i -> {
            int[] from = new int[axes.length];
            for (int axis = 0; axis < axes.length; axis++) {
              from[Math.floorMod(axes[axis], axes.length)] = i[axis];
            }
            return in[0].at(from);
          });
    };
  }

  static Definition slice(int axis, int from, int to) {
    return in ->
        each(
            in[0].shape().with(axis, to - from),
            i -> {
              i[Math.floorMod(axis, i.length)] += from;
              return in[0].at(i);
            });
  }

  static Definition zeroed(int axis, int from, int to) {
    return in ->
        each(
            in[0].shape(),
            i -> {
              int place = i[Math.floorMod(axis, i.length)];
              return place >= from && place < to ? 0 : in[0].at(i);
            });
  }

  static Definition concat(int axis) {
    return in -> {
      int length = Arrays.stream(in).mapToInt(x -> x.dim(axis)).sum();
      return each(
          in[0].shape().with(axis, length),
          i -> {
            int at = Math.floorMod(axis, i.length);
            int which = 0;
            while (i[at] >= in[which].dim(axis)) {
              i[at] -= in[which++].dim(axis);
            }
            return in[which].at(i);
          });
    };
  }

  static Definition dropout(float p, long seed) {
    return in -> {
      Rng rng = Rng.of(seed);
      return each(in[0].shape(), i -> rng.nextFloat() < p ? 0 : in[0].at(i) / (1.0 - p));
    };
  }

  /** The number at each place of a shape. */
  static double[] each(Shape shape, ToDoubleFunction<int[]> element) {
    double[] y = new double[shape.size()];
    for (int i = 0; i < y.length; i++) {
      y[i] = element.applyAsDouble(place(shape, i));
    }
    return y;
  }

  static int[] place(Shape shape, int number) {
    int[] place = new int[shape.rank()];
    for (int axis = place.length - 1; axis >= 0; axis--) {
      place[axis] = number % shape.dim(axis);
      number /= shape.dim(axis);
    }
    return place;
  }
}
