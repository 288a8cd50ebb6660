package io.reverie.op;

import static io.reverie.kernel.Kernels.POINTWISE;

import io.reverie.tensor.Indices;
import io.reverie.tensor.Node;
import io.reverie.tensor.Op;
import io.reverie.tensor.Shape;
import io.reverie.tensor.Tensor;

/**
 * A tensor with a source added at the places of an axis that indices name: {@code y = x}, then
 * {@code y[i, indices[j], k] += source[i, j, k]} for axis 1. Equal indices add up, in their order.
 *
 * <p>Inputs are x and the source, whose shape is x's with one place an index along the axis.
 */
public record IndexAdd(int axis, Indices indices) implements Op {
  @Override
  public Shape shape(Shape... in) {
    Shape fitting = in[0].with(axis, indices.size());
    if (!in[1].equals(fitting) || indices.shape().rank() != 1) {
      throw new IllegalArgumentException(
          "index-add into %s along axis %d of a source %s at indices %s: the indices must be a row,"
                  .formatted(in[0], axis, in[1], indices.shape())
              + " and the source "
              + fitting);
    }
    indices.requireBelow(in[0].dim(axis), "index");
    return in[0];
  }

  @Override
  public void forward(Node node) {
    Tensor x = node.input(0);
    Tensor source = node.input(1);
    Tensor y = node.output();
    System.arraycopy(x.array(), x.offset(), y.array(), y.offset(), x.size());
    Split split = Split.at(x.shape(), axis);
    int inner = split.inner();
    int from = source.offset();
    for (int o = 0; o < split.outer(); o++) {
      int to = y.offset() + o * split.length() * inner;
      for (int id : indices.values()) {
        POINTWISE.addScaled(inner, 1, source.array(), from, y.array(), to + id * inner);
        from += inner;
      }
    }
  }

  @Override
  public void backward(Node node) {
    Tensor dy = node.outputGradient();
    if (node.wants(0)) {
      Tensor dx = node.inputGradient(0);
      POINTWISE.addScaled(dy.size(), 1, dy.array(), dy.offset(), dx.array(), dx.offset());
    }
    if (node.wants(1)) {
      Tensor ds = node.inputGradient(1);
      Split split = Split.at(dy.shape(), axis);
      int inner = split.inner();
      int to = ds.offset();
      for (int o = 0; o < split.outer(); o++) {
        int from = dy.offset() + o * split.length() * inner;
        for (int id : indices.values()) {
          POINTWISE.addScaled(inner, 1, dy.array(), from + id * inner, ds.array(), to);
          to += inner;
        }
      }
    }
  }
}
