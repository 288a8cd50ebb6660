package io.reverie.op;

import static io.reverie.kernel.Kernels.POINTWISE;

import io.reverie.tensor.Node;
import io.reverie.tensor.Op;
import io.reverie.tensor.Shape;
import io.reverie.tensor.Tensor;

/**
 * The value of the second tensor with the gradient of the first: what arrives goes to the first as
 * it is, as if the two were the same (Bengio, Léonard &amp; Courville 2013). For roundings and
 * samples, whose own slope is 0.
 */
public record StraightThrough() implements Op {
  @Override
  public Shape shape(Shape... in) {
    if (!in[0].equals(in[1])) {
      throw new IllegalArgumentException(
          "straightThrough of %s to a value of %s: the shapes must be equal"
              .formatted(in[0], in[1]));
    }
    return in[0];
  }

  @Override
  public void forward(Node node) {
    Tensor value = node.input(1);
    Tensor y = node.output();
    System.arraycopy(value.array(), value.offset(), y.array(), y.offset(), y.size());
  }

  @Override
  public void backward(Node node) {
    if (node.wants(0)) {
      Tensor dy = node.outputGradient();
      Tensor dx = node.inputGradient(0);
      POINTWISE.addScaled(dy.size(), 1, dy.array(), dy.offset(), dx.array(), dx.offset());
    }
  }
}
