package io.reverie.op;

import static io.reverie.kernel.Kernels.POINTWISE;

import io.reverie.kernel.Parallel;
import io.reverie.kernel.Scratch;
import io.reverie.tensor.Node;
import io.reverie.tensor.Op;
import io.reverie.tensor.Shape;
import io.reverie.tensor.Tensor;

/**
 * A loss of each element of a prediction x against a target t of the same shape, reduced in the
 * same pass: the losses themselves are never stored unless they are asked for.
 */
public interface ElementLoss extends Op {
  /** Elements that go through a piece of cache at a time. */
  int PIECE = 1024;

  /** What becomes of the losses. */
  Reduction reduction();

  /** y = loss(x, t) for n elements. */
  void losses(int n, float[] x, int xo, float[] t, int to, float[] y, int yo);

  /** s = ∂loss/∂x for n elements. */
  void slopes(int n, float[] x, int xo, float[] t, int to, float[] s, int so);

  /** s = ∂loss/∂t for n elements. */
  void targetSlopes(int n, float[] x, int xo, float[] t, int to, float[] s, int so);

  @Override
  default Shape shape(Shape... in) {
    if (!in[0].equals(in[1])) {
      throw new IllegalArgumentException(
          "%s of %s and %s: the shapes must be equal; reshape one, or expand it by add or mul"
              .formatted(name(), in[0], in[1]));
    }
    if (reduction().refuses(in[0])) {
      throw new IllegalArgumentException(
          "%s of %s and %s: the mean of an empty tensor is nothing; skip such batches"
              .formatted(name(), in[0], in[1]));
    }
    return reduction().shape(in[0]);
  }

  @Override
  default void forward(Node node) {
    Tensor input = node.input(0);
    Tensor output = node.output();
    float[] x = input.array();
    float[] t = node.input(1).array();
    float[] y = output.array();
    int n = input.size();
    int xo = input.offset();
    int to = node.input(1).offset();
    int yo = output.offset();
    if (reduction() == Reduction.NONE) {
      Parallel.chunks(n, Unary.GRAIN, (i, end) -> losses(end - i, x, xo + i, t, to + i, y, yo + i));
      return;
    }
    double[] sums = new double[(n + Unary.GRAIN - 1) / Unary.GRAIN];
    Parallel.chunks(
        n,
        Unary.GRAIN,
        (from, end) -> {
          float[] piece = Scratch.RUN.floats(PIECE);
          for (int i = from; i < end; i += PIECE) {
            int length = Math.min(PIECE, end - i);
            losses(length, x, xo + i, t, to + i, piece, 0);
            sums[from / Unary.GRAIN] += POINTWISE.sum(length, piece, 0);
          }
        });
    double sum = 0;
    for (double part : sums) {
      sum += part;
    }
    y[yo] = (float) (sum * reduction().factor(input.shape(), n));
  }

  @Override
  default void backward(Node node) {
    for (int operand = 0; operand < 2; operand++) {
      if (node.wants(operand)) {
        addSlopes(node, operand);
      }
    }
  }

  private void addSlopes(Node node, int operand) {
    Tensor input = node.input(0);
    Tensor arriving = node.outputGradient();
    Tensor leaving = node.inputGradient(operand);
    float[] x = input.array();
    float[] t = node.input(1).array();
    float[] dy = arriving.array();
    float[] dx = leaving.array();
    int xo = input.offset();
    int to = node.input(1).offset();
    int dyo = arriving.offset();
    int dxo = leaving.offset();
    boolean each = reduction() == Reduction.NONE;
    float factor = each ? 1 : (float) (dy[dyo] * reduction().factor(input.shape(), input.size()));
    Parallel.chunks(
        input.size(),
        Unary.GRAIN,
        (from, end) -> {
          float[] piece = Scratch.RUN.floats(PIECE);
          for (int i = from; i < end; i += PIECE) {
            int length = Math.min(PIECE, end - i);
            if (operand == 0) {
              slopes(length, x, xo + i, t, to + i, piece, 0);
            } else {
              targetSlopes(length, x, xo + i, t, to + i, piece, 0);
            }
            if (each) {
              POINTWISE.addProduct(length, piece, 0, dy, dyo + i, dx, dxo + i);
            } else {
              POINTWISE.addScaled(length, factor, piece, 0, dx, dxo + i);
            }
          }
        });
  }
}
