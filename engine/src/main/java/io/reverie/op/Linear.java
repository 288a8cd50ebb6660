package io.reverie.op;

import static io.reverie.kernel.Kernels.GEMM;

import io.reverie.tensor.Node;
import io.reverie.tensor.Nullable;
import io.reverie.tensor.Op;
import io.reverie.tensor.Shape;
import io.reverie.tensor.Tensor;

/**
 * The affine map of a layer of neurons, and what comes after it: Y = f(X·Wᵀ + b + R).
 *
 * <p>Inputs are X {@code […, in]}, the weight W {@code [out, in]}, where there is one, the bias b
 * {@code [out]}, and, where there is one, the shortcut R of Y's shape; Y is {@code […, out]}. One
 * op rather than a product, two sums and a function, because the product has a row at hand when it
 * begins, for the bias, and when it is complete, for the rest: no passes over memory for them. The
 * bits are those of one after the other.
 *
 * <p>∂L/∂Z = ∂L/∂Y·f′, ∂L/∂X = ∂L/∂Z·W, ∂L/∂W = (∂L/∂Z)ᵀ·X, ∂L/∂b = the rows of ∂L/∂Z added up,
 * ∂L/∂R = ∂L/∂Z.
 *
 * @param activation f, or {@code null} for none
 * @param shortcut whether the last input is R
 */
public record Linear(@Nullable Unary activation, boolean shortcut) implements Op {
  /** X·Wᵀ + b. */
  static final Linear PLAIN = new Linear();

  /** X·Wᵀ + b + R. */
  static final Linear BESIDE = new Linear(null, true);

  /** X·Wᵀ + b alone. */
  public Linear() {
    this(null, false);
  }

  /** f(X·Wᵀ + b). */
  public Linear(Unary activation) {
    this(activation, false);
  }

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
    if (biased(in.length) && !in[2].isRow(weight.dim(0))) {
      throw new IllegalArgumentException(
          "linear with weight %s and bias %s: the bias must be [%d]"
              .formatted(weight, in[2], weight.dim(0)));
    }
    Shape y = x.with(-1, weight.dim(0));
    if (shortcut && !in[in.length - 1].equals(y)) {
      throw new IllegalArgumentException(
          "linear of inputs %s and weight %s with a shortcut %s: it must have the output's shape, %s"
              .formatted(x, weight, in[in.length - 1], y));
    }
    return y;
  }

  /** Whether a bias is among so many inputs. */
  private boolean biased(int inputs) {
    return inputs > (shortcut ? 3 : 2);
  }

  @Override
  public long multiplyAdds(Shape output, Shape... in) {
    return (long) output.size() * in[1].dim(1);
  }

  /** Says what is fused: {@code Linear + Relu}. */
  @Override
  public String name() {
    return "Linear"
        + (shortcut ? " + Add" : "")
        + (activation == null ? "" : " + " + activation.name());
  }

  @Override
  public void forward(Node node) {
    Tensor x = node.input(0);
    Tensor w = node.input(1);
    Tensor y = node.output();
    int out = w.dim(0);
    int in = w.dim(1);
    int rows = y.shape().sizeOf(0, y.shape().rank() - 1);
    Tensor b = biased(node.inputs()) ? node.input(2) : null;
    Tensor r = shortcut ? node.input(node.inputs() - 1) : null;
    Finish finish = activation == null && r == null ? null : Finish.of(node, activation, r);
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
        b == null ? null : b.array(),
        b == null ? 0 : b.offset(),
        finish,
        finish == null ? y.array() : finish.z(),
        finish == null ? y.offset() : finish.zo(),
        out);
    if (finish != null) {
      finish.end();
    }
  }

  @Override
  public void backward(Node node) {
    Tensor x = node.input(0);
    Tensor w = node.input(1);
    Tensor dy = node.outputGradient();
    float[] slope = activation == null ? dy.array() : Finish.slopes(node, activation);
    int at = activation == null ? dy.offset() : 0;
    int out = w.dim(0);
    int in = w.dim(1);
    int rows = dy.shape().sizeOf(0, dy.shape().rank() - 1);
    // Before all else, as a sum after the product would: X may be the shortcut itself.
    int last = node.inputs() - 1;
    if (shortcut && node.wants(last)) {
      boolean sets = node.setsGradient(last);
      Addends.addShortcut(dy.size(), slope, at, sets, node.inputGradient(last));
    }
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
    if (biased(node.inputs()) && node.wants(2)) {
      Tensor db = node.inputGradient(2);
      Addends.addBias(rows, out, out, slope, at, db.array(), db.offset());
    }
  }
}
