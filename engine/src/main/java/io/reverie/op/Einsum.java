package io.reverie.op;

import io.reverie.tensor.Tensor;
import java.util.Arrays;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Einstein's sums: {@code Einsum.of("bij,bjk->bik", a, b)} multiplies matrices, {@code "ii->"} is
 * the trace, {@code "i,j->ij"} the outer product.
 *
 * <p>Each letter names an axis. Operands are multiplied where letters are equal, and summed over
 * the letters that the output does not name. A letter twice in one operand takes the diagonal.
 * Three dots stand for any leading axes, which broadcast. Without {@code ->} the output has the
 * dots' axes, then the letters that occur once, in alphabetical order, capitals first. Axes of
 * length 1 broadcast.
 *
 * <p>Two operands at a time, from the left, become one batched matrix product; an operand is
 * permuted only where the product cannot read it as it lies. Gradients follow by composition.
 */
public final class Einsum {
  private Einsum() {}

  /**
   * The sum that the equation says.
   *
   * @throws IllegalArgumentException if the equation is malformed or does not fit the operands
   */
  public static Tensor of(String equation, Tensor... operands) {
    Equation parsed = Equation.of(equation, operands);
    Term left = parsed.term(0);
    for (int i = 1; i < operands.length; i++) {
      left = left.times(parsed.term(i), parsed.neededAfter(i));
    }
    return left.ordered(parsed.output());
  }

  /** A tensor and the labels of its axes, each once. */
  record Term(Tensor tensor, int... labels) {
    /** A term whose labels may repeat: takes diagonals until none does. */
    static Term diagonal(Tensor tensor, int... labels) {
      for (int i = 0; i < labels.length; i++) {
        for (int j = i + 1; j < labels.length; j++) {
          if (labels[i] == labels[j]) {
            int first = i;
            int second = j;
            int[] left =
                IntStream.range(0, labels.length)
                    .filter(k -> k != first && k != second)
                    .map(k -> labels[k])
                    .toArray();
            int[] moved = Arrays.copyOf(left, left.length + 1);
            moved[left.length] = labels[first];
            return diagonal(tensor.diagonal(0, first, second), moved);
          }
        }
      }
      return new Term(tensor, labels);
    }

    /** Without the axes of length 1 whose label is longer elsewhere. */
    Term withoutRepeated(int[] lengths) {
      int[] axes = axesWhere(i -> tensor.dim(i) == 1 && lengths[labels[i]] != 1);
      return axes.length == 0 ? this : new Term(tensor.squeeze(axes), without(axes));
    }

    /** The product with another, summed over shared labels that are needed no more. */
    Term times(Term other, boolean[] needed) {
      Term a = summedBut(needed, other.labels);
      Term b = other.summedBut(needed, labels);
      int[] batch = pick(a.labels, label -> b.has(label) && needed[label]);
      int[] inner = pick(a.labels, label -> b.has(label) && !needed[label]);
      int[] rows = pick(a.labels, label -> !b.has(label));
      int[] cols = pick(b.labels, label -> !a.has(label));
      int[] result = join(batch, rows, cols);
      int[] dims = join(a.dims(batch), a.dims(rows), b.dims(cols));
      int count = product(a.dims(batch));
      int m = product(a.dims(rows));
      int n = product(b.dims(cols));
      int k = product(a.dims(inner));
      if (inner.length == 0) {
        Tensor left = a.ordered(join(batch, rows)).reshape(count, m, 1);
        Tensor right = b.ordered(join(batch, cols)).reshape(count, 1, n);
        return new Term(left.mul(right).reshape(dims), result);
      }
      boolean turnA = Arrays.equals(a.labels, join(batch, inner, rows));
      boolean turnB = Arrays.equals(b.labels, join(batch, cols, inner));
      Tensor left =
          turnA
              ? a.tensor.reshape(count, k, m)
              : a.ordered(join(batch, rows, inner)).reshape(count, m, k);
      Tensor right =
          turnB
              ? b.tensor.reshape(count, n, k)
              : b.ordered(join(batch, inner, cols)).reshape(count, k, n);
      return new Term(left.matmul(right, turnA, turnB).reshape(dims), result);
    }

    /** Summed over the labels that are neither needed nor in the other operand. */
    private Term summedBut(boolean[] needed, int... others) {
      int[] axes =
          axesWhere(
              i -> !needed[labels[i]] && Arrays.stream(others).noneMatch(l -> l == labels[i]));
      return axes.length == 0 ? this : new Term(tensor.sum(axes), without(axes));
    }

    /** The tensor with its axes in this order of labels, summed over the others. */
    Tensor ordered(int... wanted) {
      int[] axes = axesWhere(i -> Arrays.stream(wanted).noneMatch(l -> l == labels[i]));
      if (axes.length > 0) {
        return new Term(tensor.sum(axes), without(axes)).ordered(wanted);
      }
      return Arrays.equals(wanted, labels)
          ? tensor
          : tensor.permute(Arrays.stream(wanted).map(this::axis).toArray());
    }

    private boolean has(int label) {
      return axis(label) >= 0;
    }

    private int axis(int label) {
      return IntStream.range(0, labels.length)
          .filter(i -> labels[i] == label)
          .findFirst()
          .orElse(-1);
    }

    private int[] dims(int... some) {
      return Arrays.stream(some).map(label -> tensor.dim(axis(label))).toArray();
    }

    private int[] axesWhere(IntPredicate test) {
      return IntStream.range(0, labels.length).filter(test).toArray();
    }

    private int[] without(int... axes) {
      return IntStream.range(0, labels.length)
          .filter(i -> Arrays.stream(axes).noneMatch(axis -> axis == i))
          .map(i -> labels[i])
          .toArray();
    }

    private static int[] pick(int[] labels, IntPredicate test) {
      return Arrays.stream(labels).filter(test).toArray();
    }

    private static int[] join(int[]... parts) {
      return Arrays.stream(parts).flatMapToInt(Arrays::stream).toArray();
    }

    private static int product(int... lengths) {
      return Arrays.stream(lengths).reduce(1, (a, b) -> a * b);
    }
  }
}
