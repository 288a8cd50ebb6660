package io.reverie.op;

import static io.reverie.kernel.Kernels.MOVES;

import io.reverie.tensor.Indices;
import io.reverie.tensor.Node;
import io.reverie.tensor.Op;
import io.reverie.tensor.Shape;
import io.reverie.tensor.Tensor;

/**
 * The elements that indices name along an axis: {@code y[i, j, k] = x[i, indices[i, j, k], k]} for
 * axis 1.
 *
 * <p>The output has the indices' shape: as many axes as x, no longer than x but along the axis.
 * Elements that are named more than once add their gradients up.
 */
public record Gather(int axis, Indices indices) implements Op {
  @Override
  public Shape shape(Shape... in) {
    int place = in[0].axis(axis);
    Shape wanted = indices.shape();
    boolean fits = wanted.rank() == in[0].rank();
    for (int i = 0; fits && i < wanted.rank(); i++) {
      fits = i == place || wanted.dim(i) <= in[0].dim(i);
    }
    if (!fits) {
      throw new IllegalArgumentException(
          "gather from %s along axis %d with indices %s: they need as many axes, none longer but"
                  .formatted(in[0], axis, wanted)
              + " that one");
    }
    indices.requireBelow(in[0].dim(place), "index");
    return wanted;
  }

  @Override
  public void forward(Node node) {
    Tensor x = node.input(0);
    Tensor y = node.output();
    int n = y.size();
    node.keepInts(n);
    places(axis, indices, x.shape(), node.keptInts(), node.keptIntsOffset());
    int at = node.keptIntsOffset();
    MOVES.pick(n, node.keptInts(), at, 0, x.array(), x.offset(), y.array(), y.offset());
  }

  @Override
  public void backward(Node node) {
    Tensor dx = node.inputGradient(0);
    Tensor dy = node.outputGradient();
    int at = node.keptIntsOffset();
    MOVES.addPicked(
        dy.size(), node.keptInts(), at, dy.array(), dy.offset(), dx.array(), dx.offset());
  }

  /** Where in a tensor of shape {@code from} each index points. */
  static void places(int axis, Indices indices, Shape from, int[] places, int start) {
    int rank = from.rank();
    int along = from.axis(axis);
    int[] index = new int[rank];
    int stride = from.sizeOf(along + 1, rank);
    int base = 0;
    for (int j = 0; j < indices.size(); j++) {
      places[start + j] = base + indices.values()[j] * stride;
      for (int i = rank - 1; i >= 0; i--) {
        int step = i == along ? 0 : from.sizeOf(i + 1, rank);
        base += step;
        if (++index[i] < indices.shape().dim(i)) {
          break;
        }
        base -= step * index[i];
        index[i] = 0;
      }
    }
  }
}
