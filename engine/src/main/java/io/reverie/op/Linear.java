package io.reverie.op;

import static io.reverie.kernel.Kernels.GEMM;
import static io.reverie.kernel.Kernels.ROWS;

import io.reverie.kernel.Parallel;
import io.reverie.tensor.Node;
import io.reverie.tensor.Op;
import io.reverie.tensor.Shape;
import io.reverie.tensor.Tensor;

/**
 * The affine map of a layer of neurons: Y = X·Wᵀ + b.
 *
 * <p>Inputs are X {@code […, in]}, the weight W {@code [out, in]} and, where there is one, the bias
 * b {@code [out]}; Y is {@code […, out]}. One op rather than a product and a sum, because a row
 * starts with the bias while the product has it at hand: no pass over memory for the bias.
 *
 * <p>∂L/∂X = ∂L/∂Y·W, ∂L/∂W = (∂L/∂Y)ᵀ·X, ∂L/∂b = the rows of ∂L/∂Y added up.
 */
public record Linear() implements Op {
  @Override
  public Shape shape(Shape... in) {
    Shape x = in[0];
    Shape weight = in[1];
    if (weight.rank() != 2 || x.rank() < 1 || x.dim(-1) != weight.dim(1)) {
      throw new IllegalArgumentException(
          "linear of inputs %s and weight %s: the last axis of the inputs must be the weight's"
                  .formatted(x, weight)
              + " second, [out, in]");
    }
    if (in.length > 2 && !in[2].equals(Shape.of(weight.dim(0)))) {
      throw new IllegalArgumentException(
          "linear with weight %s and bias %s: the bias must be [%d]"
              .formatted(weight, in[2], weight.dim(0)));
    }
    return x.with(-1, weight.dim(0));
  }

  @Override
  public long multiplyAdds(Shape output, Shape... in) {
    return (long) output.size() * in[1].dim(1);
  }

  @Override
  public void forward(Node node) {
    Tensor x = node.input(0);
    Tensor w = node.input(1);
    Tensor y = node.output();
    int out = w.dim(0);
    int in = w.dim(1);
    int rows = y.shape().sizeOf(0, y.shape().rank() - 1);
    if (node.inputs() > 2) {
      Tensor b = node.input(2);
      GEMM.affine(
          false,
          true,
          rows,
          out,
          in,
          x.array(),
          x.offset(),
          in,
          w.array(),
          w.offset(),
          in,
          b.array(),
          b.offset(),
          y.array(),
          y.offset(),
          out);
    } else {
      GEMM.multiply(
          false,
          true,
          rows,
          out,
          in,
          x.array(),
          x.offset(),
          in,
          w.array(),
          w.offset(),
          in,
          false,
          y.array(),
          y.offset(),
          out);
    }
  }

  @Override
  public void backward(Node node) {
    Tensor x = node.input(0);
    Tensor w = node.input(1);
    Tensor dy = node.outputGradient();
    float[] slope = dy.array();
    int at = dy.offset();
    int out = w.dim(0);
    int in = w.dim(1);
    int rows = dy.shape().sizeOf(0, dy.shape().rank() - 1);
    if (node.wants(0)) {
      boolean sets = node.setsGradient(0);
      Tensor dx = node.inputGradient(0);
      GEMM.multiply(
          false,
          false,
          rows,
          in,
          out,
          slope,
          at,
          out,
          w.array(),
          w.offset(),
          in,
          !sets,
          dx.array(),
          dx.offset(),
          in);
    }
    if (node.wants(1)) {
      boolean sets = node.setsGradient(1);
      Tensor dw = node.inputGradient(1);
      GEMM.multiply(
          true,
          false,
          out,
          in,
          rows,
          slope,
          at,
          out,
          x.array(),
          x.offset(),
          in,
          !sets,
          dw.array(),
          dw.offset(),
          in);
    }
    if (node.inputs() > 2 && node.wants(2)) {
      Tensor db = node.inputGradient(2);
      addRows(rows, out, out, slope, at, db.array(), db.offset());
    }
  }

  /** db += the rows of dy, so far apart, added up: the gradient of a bias. */
  static void addRows(int rows, int cols, int stride, float[] dy, int dyo, float[] db, int dbo) {
    int grain = Math.max(1, Unary.GRAIN / 64 / Math.max(1, rows)) * 64;
    Parallel.chunks(
        cols,
        grain,
        (from, to) -> ROWS.addRows(rows, to - from, stride, dy, dyo + from, db, dbo + from));
  }
}
