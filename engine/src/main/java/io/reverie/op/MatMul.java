package io.reverie.op;

import static io.reverie.kernel.Kernels.GEMM;

import io.reverie.kernel.Parallel;
import io.reverie.tensor.Node;
import io.reverie.tensor.Op;
import io.reverie.tensor.Shape;
import io.reverie.tensor.Tensor;

/**
 * The matrix product Y = A·B over the last two axes.
 *
 * <p>A is {@code […, m, k]} and B is {@code […, k, n]}; leading axes broadcast as in NumPy, and one
 * matrix serves all. With {@code transposeA} (or B) the last two axes of that operand are read the
 * other way round; nothing is copied for it, nor for broadcasting.
 *
 * <p>∂L/∂A = ∂L/∂Y·Bᵀ and ∂L/∂B = Aᵀ·∂L/∂Y, added up over the repetitions of an operand.
 */
public record MatMul(boolean transposeA, boolean transposeB) implements Op {
  /** Products of this many multiplications are worth a thread; smaller ones go in groups. */
  private static final long SMALL = 1 << 18;

  /** The matrix product where a row or a column may stand for a matrix. */
  static Tensor of(Tensor a, Tensor b) {
    Shape left = a.shape();
    Shape right = b.shape();
    if (left.rank() == 0 || right.rank() == 0) {
      throw new IllegalArgumentException(
          "matmul of %s and %s: both need an axis; mul multiplies by a number"
              .formatted(left, right));
    }
    if (left.rank() > 1 && right.rank() > 1) {
      return a.matmul(b, false, false);
    }
    if (left.dim(-1) != right.dim(right.rank() == 1 ? 0 : -2)) {
      throw new IllegalArgumentException(
          "matmul of %s and %s: inner sizes %d and %d differ"
              .formatted(left, right, left.dim(-1), right.dim(right.rank() == 1 ? 0 : -2)));
    }
    Tensor row = left.rank() == 1 ? a.unsqueeze(0) : a;
    Tensor column = right.rank() == 1 ? b.unsqueeze(1) : b;
    Tensor y = row.matmul(column, false, false);
    Shape shape = y.shape();
    shape = right.rank() == 1 ? shape.without(-1) : shape;
    shape = left.rank() == 1 ? shape.without(right.rank() == 1 ? -1 : -2) : shape;
    return y.window(0, shape);
  }

  @Override
  public Shape shape(Shape... in) {
    Shape a = in[0];
    Shape b = in[1];
    if (a.rank() < 2 || b.rank() < 2) {
      throw new IllegalArgumentException(
          "matmul of %s and %s: the op needs at least two axes each; reshape a vector to [1, k] or [k, 1]"
              .formatted(a, b));
    }
    int k = a.dim(transposeA ? -2 : -1);
    int other = b.dim(transposeB ? -1 : -2);
    if (k != other) {
      boolean turned = k == b.dim(transposeB ? -2 : -1);
      throw new IllegalArgumentException(
          "matmul of %s%s and %s%s: inner sizes %d and %d differ%s"
              .formatted(
                  a,
                  transposeA ? "ᵀ" : "",
                  b,
                  transposeB ? "ᵀ" : "",
                  k,
                  other,
                  turned ? "; transpose the second?" : ""));
    }
    try {
      return leading(a)
          .broadcast(leading(b))
          .append(a.dim(transposeA ? -1 : -2))
          .append(b.dim(transposeB ? -2 : -1));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "matmul of %s and %s: leading axes %s".formatted(a, b, e.getMessage()), e);
    }
  }

  private static Shape leading(Shape shape) {
    return shape.without(-1).without(-1);
  }

  @Override
  public long multiplyAdds(Shape output, Shape... in) {
    return (long) output.size() * in[0].dim(transposeA ? -2 : -1);
  }

  @Override
  public void forward(Node node) {
    Tensor y = node.output();
    multiply(transposeA, node.input(0), transposeB, node.input(1), false, y);
  }

  @Override
  public void backward(Node node) {
    Tensor a = node.input(0);
    Tensor b = node.input(1);
    Tensor dy = node.outputGradient();
    boolean empty = dy.size() == 0;
    if (node.wants(0)) {
      boolean add = empty || !node.setsGradient(0);
      if (transposeA) {
        multiply(transposeB, b, true, dy, add, node.inputGradient(0));
      } else {
        multiply(false, dy, !transposeB, b, add, node.inputGradient(0));
      }
    }
    if (node.wants(1)) {
      boolean add = empty || !node.setsGradient(1);
      if (transposeB) {
        multiply(true, dy, transposeA, a, add, node.inputGradient(1));
      } else {
        multiply(!transposeA, a, false, dy, add, node.inputGradient(1));
      }
    }
  }

  /** C = A·B or C += A·B, for each pair of matrices; those of C that meet twice add up. */
  private static void multiply(boolean ta, Tensor a, boolean tb, Tensor b, boolean add, Tensor c) {
    int m = c.dim(-2);
    int n = c.dim(-1);
    int k = a.dim(ta ? -2 : -1);
    Shape all = leading(a.shape()).broadcast(leading(b.shape())).broadcast(leading(c.shape()));
    if (all.size() == 0 || matrices(c) == 0) {
      return; // An empty batch: nothing to write, nothing to add.
    }
    boolean whole = matrices(a) == all.size();
    if (whole && !ta && matrices(b) == 1 && matrices(c) == all.size()) {
      // One matrix for all: the batch is nothing but more rows.
      product(ta, tb, all.size() * m, n, k, a, 0, b, 0, add, c, 0);
      return;
    }
    if (whole && ta && !tb && matrices(b) == all.size() && matrices(c) == 1) {
      // A sum over the batch: the batch is nothing but a longer inner axis.
      product(ta, tb, m, n, all.size() * k, a, 0, b, 0, add, c, 0);
      return;
    }
    Pairs pairs = Pairs.of(all, a, b, c);
    boolean alone = matrices(c) == all.size();
    if (alone && (long) m * n * k < SMALL) {
      Parallel.chunks(
          all.size(),
          (int) Math.max(1, SMALL / Math.max(1, (long) m * n * k)),
          (from, to) -> {
            for (int i = from; i < to; i++) {
              product(ta, tb, m, n, k, a, pairs.a[i], b, pairs.b[i], add, c, pairs.c[i]);
            }
          });
      return;
    }
    boolean[] begun = new boolean[matrices(c)];
    for (int i = 0; i < all.size(); i++) {
      int place = pairs.c[i];
      product(ta, tb, m, n, k, a, pairs.a[i], b, pairs.b[i], add || begun[place], c, place);
      begun[place] = true;
    }
  }

  /** The product of matrix number ia of A and ib of B, to matrix number ic of C. */
  private static void product(
      boolean ta,
      boolean tb,
      int m,
      int n,
      int k,
      Tensor a,
      int ia,
      Tensor b,
      int ib,
      boolean add,
      Tensor c,
      int ic) {
    int lda = a.dim(-1);
    int ldb = b.dim(-1);
    GEMM.multiply(
        ta,
        tb,
        m,
        n,
        k,
        a.array(),
        a.offset() + ia * a.dim(-2) * lda,
        lda,
        b.array(),
        b.offset() + ib * b.dim(-2) * ldb,
        ldb,
        add,
        c.array(),
        c.offset() + ic * m * n,
        n);
  }

  /** Which matrices meet, by their numbers. */
  private record Pairs(int[] a, int[] b, int[] c) {
    static Pairs of(Shape all, Tensor a, Tensor b, Tensor c) {
      return new Pairs(numbers(all, a), numbers(all, b), numbers(all, c));
    }

    private static int[] numbers(Shape all, Tensor of) {
      int[] numbers = new int[all.size()];
      Broadcast runs = new Broadcast(leading(of.shape()), all, all);
      runs.forEach((first, _, place) -> {
        for (int i = 0; i < runs.length; i++) {
          numbers[place + i] = first + i * runs.stepA;
        }
      });
      return numbers;
    }
  }

  private static int matrices(Tensor t) {
    return t.shape().sizeOf(0, t.shape().rank() - 2);
  }
}
