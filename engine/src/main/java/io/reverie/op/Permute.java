package io.reverie.op;

import io.reverie.tensor.Node;
import io.reverie.tensor.Op;
import io.reverie.tensor.Shape;
import io.reverie.tensor.Tensor;
import java.util.Arrays;

/**
 * The axes in another order: axis {@code i} of the output is axis {@code axes[i]} of the input. A
 * copy, because every tensor is dense; products never need it, they read transposed.
 */
public record Permute(int... axes) implements Op {
  @Override
  public Shape shape(Shape... in) {
    Shape x = in[0];
    int[] dims = new int[axes.length];
    boolean[] seen = new boolean[x.rank()];
    boolean fits = axes.length == x.rank();
    for (int i = 0; fits && i < axes.length; i++) {
      int axis = x.axis(axes[i]);
      fits = !seen[axis];
      seen[axis] = true;
      dims[i] = x.dim(axis);
    }
    if (!fits) {
      throw new IllegalArgumentException(
          "permute of %s by %s: each of its %d axes must be named once"
              .formatted(x, Arrays.toString(axes), x.rank()));
    }
    return Shape.of(dims);
  }

  @Override
  public void forward(Node node) {
    Tensor x = node.input(0);
    Tensor y = node.output();
    float[] from = x.array();
    float[] to = y.array();
    forEach(x, y, (i, j) -> to[j] = from[i]);
  }

  @Override
  public void backward(Node node) {
    Tensor dx = node.inputGradient(0);
    Tensor dy = node.outputGradient();
    float[] from = dy.array();
    float[] to = dx.array();
    forEach(dx, dy, (i, j) -> to[i] += from[j]);
  }

  private interface Place {
    void visit(int in, int out);
  }

  /** Visits every element by its place in the input and its place in the output. */
  private void forEach(Tensor in, Tensor out, Place place) {
    int rank = axes.length;
    int[] strides = new int[rank];
    for (int i = 0; i < rank; i++) {
      int axis = in.shape().axis(axes[i]);
      strides[i] = in.shape().sizeOf(axis + 1, rank);
    }
    int[] index = new int[rank];
    int at = in.offset();
    for (int j = 0; j < out.size(); j++) {
      place.visit(at, out.offset() + j);
      for (int axis = rank - 1; axis >= 0; axis--) {
        at += strides[axis];
        if (++index[axis] < out.dim(axis)) {
          break;
        }
        at -= strides[axis] * index[axis];
        index[axis] = 0;
      }
    }
  }
}
