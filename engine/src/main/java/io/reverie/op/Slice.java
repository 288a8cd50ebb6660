package io.reverie.op;

import static io.reverie.kernel.Kernels.POINTWISE;

import io.reverie.tensor.Node;
import io.reverie.tensor.Op;
import io.reverie.tensor.Shape;
import io.reverie.tensor.Tensor;

/**
 * The places {@code from} (inclusive) to {@code to} (exclusive) of one axis, or every {@code
 * step}-th of them.
 */
public record Slice(int axis, int from, int to, int step) implements Op {
  /** Checks the step. */
  public Slice {
    if (step < 1) {
      throw new IllegalArgumentException(
          "slice with step %d: it must be 1 or more; flip the axis to go backwards"
              .formatted(step));
    }
  }

  /** All places from {@code from} to {@code to}. */
  public Slice(int axis, int from, int to) {
    this(axis, from, to, 1);
  }

  @Override
  public Shape shape(Shape... in) {
    int length = in[0].dim(axis);
    if (from < 0 || to < from || to > length) {
      throw new IndexOutOfBoundsException(
          "slice %d to %d of axis %d of %s, which has %d places"
              .formatted(from, to, axis, in[0], length));
    }
    return in[0].with(axis, length());
  }

  private int length() {
    return (to - from + step - 1) / step;
  }

  @Override
  public void forward(Node node) {
    Tensor x = node.input(0);
    Tensor y = node.output();
    forEachRun(
        x.shape(),
        (n, in, out) ->
            System.arraycopy(x.array(), x.offset() + in, y.array(), y.offset() + out, n));
  }

  @Override
  public void backward(Node node) {
    Tensor dx = node.inputGradient(0);
    Tensor dy = node.outputGradient();
    forEachRun(
        dx.shape(),
        (n, in, out) ->
            POINTWISE.addScaled(n, 1, dy.array(), dy.offset() + out, dx.array(), dx.offset() + in));
  }

  private interface Run {
    void at(int n, int in, int out);
  }

  private void forEachRun(Shape x, Run run) {
    Split split = Split.at(x, axis);
    int inner = split.inner();
    int n = step == 1 ? length() * inner : inner;
    int runs = step == 1 ? 1 : length();
    for (int o = 0; o < split.outer(); o++) {
      for (int r = 0; r < runs; r++) {
        run.at(n, (o * split.length() + from + r * step) * inner, (o * runs + r) * n);
      }
    }
  }
}
