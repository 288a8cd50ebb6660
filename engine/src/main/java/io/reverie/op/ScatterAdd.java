package io.reverie.op;

import static io.reverie.kernel.Kernels.MOVES;
import static io.reverie.kernel.Kernels.POINTWISE;

import io.reverie.tensor.Indices;
import io.reverie.tensor.Node;
import io.reverie.tensor.Op;
import io.reverie.tensor.Shape;
import io.reverie.tensor.Tensor;

/**
 * A tensor with a source added where indices say: {@code y = x}, then {@code y[i, indices[i, j, k],
 * k] += source[i, j, k]} for axis 1. Equal indices add up, in the order of the source.
 *
 * <p>Inputs are x and the source; the indices have the source's shape, which is no longer than x
 * but along the axis.
 */
public record ScatterAdd(int axis, Indices indices) implements Op {
  @Override
  public Shape shape(Shape... in) {
    if (!in[1].equals(indices.shape())) {
      throw new IllegalArgumentException(
          "scatter-add of a source %s with indices %s: they must be equal; slice the source?"
              .formatted(in[1], indices.shape()));
    }
    try {
      new Gather(axis, indices).shape(in[0]);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "scatter-add into %s along axis %d of a source %s: it needs as many axes, none longer"
                  .formatted(in[0], axis, in[1])
              + " but that one",
          e);
    }
    return in[0];
  }

  @Override
  public void forward(Node node) {
    Tensor x = node.input(0);
    Tensor source = node.input(1);
    Tensor y = node.output();
    System.arraycopy(x.array(), x.offset(), y.array(), y.offset(), x.size());
    node.keepInts(indices.size());
    int[] places = node.keptInts();
    int at = node.keptIntsOffset();
    Gather.places(axis, indices, x.shape(), places, at);
    MOVES.addPicked(
        source.size(), places, at, source.array(), source.offset(), y.array(), y.offset());
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
      int at = node.keptIntsOffset();
      for (int j = 0; j < ds.size(); j++) {
        ds.array()[ds.offset() + j] += dy.array()[dy.offset() + node.keptInts()[at + j]];
      }
    }
  }
}
