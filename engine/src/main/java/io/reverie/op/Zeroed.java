package io.reverie.op;

import static io.reverie.kernel.Kernels.POINTWISE;

import io.reverie.tensor.Node;
import io.reverie.tensor.Op;
import io.reverie.tensor.Shape;
import io.reverie.tensor.Tensor;
import java.util.Arrays;

/**
 * A tensor with zeros at the places {@code from} (inclusive) to {@code to} (exclusive) of one axis.
 * What is there, even NaN, does not count, and no gradient reaches it.
 */
public record Zeroed(int axis, int from, int to) implements Op {
  @Override
  public Shape shape(Shape... in) {
    int length = in[0].dim(axis);
    if (from < 0 || to < from || to > length) {
      throw new IndexOutOfBoundsException(
          "zeros from %d to %d of axis %d of %s, which has %d places"
              .formatted(from, to, axis, in[0], length));
    }
    return in[0];
  }

  @Override
  public void forward(Node node) {
    Tensor x = node.input(0);
    Tensor y = node.output();
    System.arraycopy(x.array(), x.offset(), y.array(), y.offset(), x.size());
    Split split = Split.at(x.shape(), axis);
    for (int o = 0; o < split.outer(); o++) {
      int first = y.offset() + o * split.length() * split.inner();
      Arrays.fill(y.array(), first + from * split.inner(), first + to * split.inner(), 0f);
    }
  }

  @Override
  public void backward(Node node) {
    Tensor dx = node.inputGradient(0);
    Tensor dy = node.outputGradient();
    Split split = Split.at(dx.shape(), axis);
    for (int o = 0; o < split.outer(); o++) {
      int first = o * split.length() * split.inner();
      add(dy, dx, first, from * split.inner());
      add(dy, dx, first + to * split.inner(), (split.length() - to) * split.inner());
    }
  }

  private static void add(Tensor dy, Tensor dx, int first, int n) {
    POINTWISE.addScaled(n, 1, dy.array(), dy.offset() + first, dx.array(), dx.offset() + first);
  }
}
