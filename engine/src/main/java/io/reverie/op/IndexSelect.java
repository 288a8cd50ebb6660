package io.reverie.op;

import static io.reverie.kernel.Kernels.POINTWISE;

import io.reverie.kernel.Parallel;
import io.reverie.tensor.Indices;
import io.reverie.tensor.Node;
import io.reverie.tensor.Op;
import io.reverie.tensor.Shape;
import io.reverie.tensor.Tensor;

/**
 * The places of an axis that indices name, in their order: {@code y[i, j, k] = x[i, indices[j], k]}
 * for axis 1.
 *
 * <p>The indices' axes stand where the axis stood. Places that are named more than once add their
 * gradients up.
 */
public record IndexSelect(int axis, Indices indices) implements Op {
  @Override
  public Shape shape(Shape... in) {
    int place = in[0].axis(axis);
    indices.requireBelow(in[0].dim(place), "index");
    int[] dims = new int[in[0].rank() - 1 + indices.shape().rank()];
    int at = 0;
    for (int i = 0; i < in[0].rank(); i++) {
      if (i == place) {
        for (int length : indices.shape().dims()) {
          dims[at++] = length;
        }
      } else {
        dims[at++] = in[0].dim(i);
      }
    }
    return Shape.of(dims);
  }

  @Override
  public void forward(Node node) {
    Tensor x = node.input(0);
    Tensor y = node.output();
    Split split = Split.at(x.shape(), axis);
    int inner = split.inner();
    int[] ids = indices.values();
    Parallel.chunks(
        split.outer() * ids.length,
        Math.max(1, Unary.GRAIN / 4 / Math.max(1, inner)),
        (first, end) -> {
          for (int i = first; i < end; i++) {
            int row = i / ids.length * split.length() + ids[i % ids.length];
            System.arraycopy(
                x.array(), x.offset() + row * inner, y.array(), y.offset() + i * inner, inner);
          }
        });
  }

  @Override
  public void backward(Node node) {
    Tensor dx = node.inputGradient(0);
    Tensor dy = node.outputGradient();
    Split split = Split.at(dx.shape(), axis);
    int inner = split.inner();
    int from = dy.offset();
    for (int o = 0; o < split.outer(); o++) {
      int to = dx.offset() + o * split.length() * inner;
      for (int id : indices.values()) {
        POINTWISE.addScaled(inner, 1, dy.array(), from, dx.array(), to + id * inner);
        from += inner;
      }
    }
  }
}
