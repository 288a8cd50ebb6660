package io.reverie.op;

import static io.reverie.kernel.Kernels.POINTWISE;

import io.reverie.tensor.Node;
import io.reverie.tensor.Op;
import io.reverie.tensor.Shape;
import io.reverie.tensor.Tensor;

/** The places {@code from} (inclusive) to {@code to} (exclusive) of one axis. */
public record Slice(int axis, int from, int to) implements Op {
  @Override
  public Shape shape(Shape... in) {
    int length = in[0].dim(axis);
    if (from < 0 || to < from || to > length) {
      throw new IndexOutOfBoundsException(
          "slice %d to %d of axis %d of %s, which has %d places"
              .formatted(from, to, axis, in[0], length));
    }
    return in[0].with(axis, to - from);
  }

  @Override
  public void forward(Node node) {
    Tensor x = node.input(0);
    Tensor y = node.output();
    Split split = Split.at(x.shape(), axis);
    int run = (to - from) * split.inner();
    for (int o = 0; o < split.outer(); o++) {
      int at = x.offset() + (o * split.length() + from) * split.inner();
      System.arraycopy(x.array(), at, y.array(), y.offset() + o * run, run);
    }
  }

  @Override
  public void backward(Node node) {
    Tensor dx = node.inputGradient(0);
    Tensor dy = node.outputGradient();
    Split split = Split.at(dx.shape(), axis);
    int run = (to - from) * split.inner();
    for (int o = 0; o < split.outer(); o++) {
      int at = dx.offset() + (o * split.length() + from) * split.inner();
      POINTWISE.addScaled(run, 1, dy.array(), dy.offset() + o * run, dx.array(), at);
    }
  }
}
