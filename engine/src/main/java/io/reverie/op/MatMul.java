package io.reverie.op;

import static io.reverie.kernel.Kernels.GEMM;

import io.reverie.tensor.Node;
import io.reverie.tensor.Op;
import io.reverie.tensor.Shape;
import io.reverie.tensor.Tensor;

/**
 * The matrix product Y = A·B over the last two axes.
 *
 * <p>A is {@code […, m, k]}; B is {@code [k, n]}, one matrix for all, or {@code […, k, n]} with the
 * same leading axes. With {@code transposeA} (or B) the last two axes of that operand are read the
 * other way round; nothing is copied for it.
 *
 * <p>∂L/∂A = ∂L/∂Y·Bᵀ and ∂L/∂B = Aᵀ·∂L/∂Y.
 */
public record MatMul(boolean transposeA, boolean transposeB) implements Op {
  @Override
  public Shape shape(Shape... in) {
    Shape a = in[0];
    Shape b = in[1];
    if (a.rank() < 2 || b.rank() < 2) {
      throw new IllegalArgumentException(
          "matmul of %s and %s: both need at least two axes; reshape a vector to [1, k] or [k, 1]"
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
    boolean sameBatch = a.rank() == b.rank() && leading(a).equals(leading(b));
    if (b.rank() > 2 && !sameBatch) {
      throw new IllegalArgumentException(
          "matmul of %s and %s: leading axes must be equal, or the second a single matrix"
              .formatted(a, b));
    }
    return a.with(-2, a.dim(transposeA ? -1 : -2)).with(-1, b.dim(transposeB ? -2 : -1));
  }

  private static Shape leading(Shape shape) {
    return shape.without(-1).without(-1);
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
    if (node.wants(0)) {
      if (transposeA) {
        multiply(transposeB, b, true, dy, true, node.inputGradient(0));
      } else {
        multiply(false, dy, !transposeB, b, true, node.inputGradient(0));
      }
    }
    if (node.wants(1)) {
      if (transposeB) {
        multiply(true, dy, transposeA, a, true, node.inputGradient(1));
      } else {
        multiply(!transposeA, a, false, dy, true, node.inputGradient(1));
      }
    }
  }

  /** C = A·B or C += A·B, for each matrix of the batch; operands without a batch are shared. */
  private static void multiply(boolean ta, Tensor a, boolean tb, Tensor b, boolean add, Tensor c) {
    int batch = Math.max(matrices(a), Math.max(matrices(b), matrices(c)));
    boolean one = matrices(a) == batch && !ta && matrices(b) == 1 && matrices(c) == batch;
    if (matrices(a) == 0 || matrices(b) == 0) {
      return; // An empty batch: nothing to write, nothing to add.
    }
    int rows = c.dim(-2);
    int cols = c.dim(-1);
    int inner = a.dim(ta ? -2 : -1);
    if (one) {
      // One matrix for all: the batch is nothing but more rows.
      rows *= batch;
      batch = 1;
    }
    for (int i = 0; i < batch; i++) {
      GEMM.multiply(
          ta,
          tb,
          rows,
          cols,
          inner,
          a.array(),
          a.offset() + (matrices(a) == 1 ? 0 : i * a.dim(-2) * a.dim(-1)),
          a.dim(-1),
          b.array(),
          b.offset() + (matrices(b) == 1 ? 0 : i * b.dim(-2) * b.dim(-1)),
          b.dim(-1),
          add || matrices(c) == 1 && i > 0,
          c.array(),
          c.offset() + (matrices(c) == 1 ? 0 : i * rows * cols),
          cols);
    }
  }

  private static int matrices(Tensor t) {
    return t.shape().sizeOf(0, t.shape().rank() - 2);
  }
}
