package io.reverie.op;

import static io.reverie.kernel.Kernels.POINTWISE;

import io.reverie.tensor.Node;
import io.reverie.tensor.Op;
import io.reverie.tensor.Shape;
import io.reverie.tensor.Tensor;
import java.util.Arrays;

/**
 * Matrices {@code […, rows, cols]} with one side of a diagonal kept and 0 elsewhere.
 *
 * @param lower whether what is on and below the diagonal is kept, or on and above
 * @param diagonal 0 is the main diagonal, positive ones lie above it
 */
public record Triangle(boolean lower, int diagonal) implements Op {
  @Override
  public Shape shape(Shape... in) {
    if (in[0].rank() < 2) {
      throw new IllegalArgumentException(
          "triangle of %s: it needs two axes, […, rows, cols]".formatted(in[0]));
    }
    return in[0];
  }

  /** The first column that row i keeps. */
  private int from(int i, int cols) {
    return lower ? 0 : Math.clamp((long) i + diagonal, 0, cols);
  }

  /** The column behind the last that row i keeps. */
  private int to(int i, int cols) {
    return lower ? Math.clamp((long) i + diagonal + 1, 0, cols) : cols;
  }

  @Override
  public void forward(Node node) {
    Tensor x = node.input(0);
    Tensor y = node.output();
    int cols = x.dim(-1);
    int rows = x.dim(-2);
    Arrays.fill(y.array(), y.offset(), y.offset() + y.size(), 0);
    for (int r = 0; r < (cols == 0 ? 0 : x.size() / cols); r++) {
      int from = from(r % rows, cols);
      int n = to(r % rows, cols) - from;
      int at = r * cols + from;
      System.arraycopy(x.array(), x.offset() + at, y.array(), y.offset() + at, n);
    }
  }

  @Override
  public void backward(Node node) {
    Tensor dx = node.inputGradient(0);
    Tensor dy = node.outputGradient();
    int cols = dx.dim(-1);
    int rows = dx.dim(-2);
    for (int r = 0; r < (cols == 0 ? 0 : dx.size() / cols); r++) {
      int from = from(r % rows, cols);
      int n = to(r % rows, cols) - from;
      int at = r * cols + from;
      POINTWISE.addScaled(n, 1, dy.array(), dy.offset() + at, dx.array(), dx.offset() + at);
    }
  }
}
