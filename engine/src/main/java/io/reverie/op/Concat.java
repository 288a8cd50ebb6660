package io.reverie.op;

import static io.reverie.kernel.Kernels.POINTWISE;

import io.reverie.tensor.Node;
import io.reverie.tensor.Op;
import io.reverie.tensor.Shape;
import io.reverie.tensor.Tensor;

/** Tensors one after the other along an axis; all other axes are equal. */
public record Concat(int axis) implements Op {
  @Override
  public Shape shape(Shape... in) {
    if (in.length == 0) {
      throw new IllegalArgumentException("concat of no tensors: it needs at least one");
    }
    int length = 0;
    for (Shape shape : in) {
      if (shape.rank() != in[0].rank() || !shape.with(axis, 0).equals(in[0].with(axis, 0))) {
        throw new IllegalArgumentException(
            "concat of %s and %s along axis %d: all other axes must be equal"
                .formatted(in[0], shape, axis));
      }
      length += shape.dim(axis);
    }
    return in[0].with(axis, length);
  }

  @Override
  public void forward(Node node) {
    Tensor y = node.output();
    int row = Split.at(y.shape(), axis).length() * Split.at(y.shape(), axis).inner();
    int at = y.offset();
    for (int i = 0; i < node.inputs(); i++) {
      Tensor x = node.input(i);
      Split split = Split.at(x.shape(), axis);
      int run = split.length() * split.inner();
      for (int o = 0; o < split.outer(); o++) {
        System.arraycopy(x.array(), x.offset() + o * run, y.array(), at + o * row, run);
      }
      at += run;
    }
  }

  @Override
  public void backward(Node node) {
    Tensor dy = node.outputGradient();
    int row = Split.at(dy.shape(), axis).length() * Split.at(dy.shape(), axis).inner();
    int at = dy.offset();
    for (int i = 0; i < node.inputs(); i++) {
      Split split = Split.at(node.input(i).shape(), axis);
      int run = split.length() * split.inner();
      if (node.wants(i)) {
        Tensor dx = node.inputGradient(i);
        for (int o = 0; o < split.outer(); o++) {
          POINTWISE.addScaled(run, 1, dy.array(), at + o * row, dx.array(), dx.offset() + o * run);
        }
      }
      at += run;
    }
  }
}
