package io.reverie.op;

import static io.reverie.kernel.Kernels.POINTWISE;
import static io.reverie.kernel.Kernels.ROWS;

import io.reverie.kernel.Parallel;
import io.reverie.tensor.Node;
import io.reverie.tensor.Op;
import io.reverie.tensor.Shape;
import io.reverie.tensor.Tensor;
import java.util.Arrays;

/**
 * The sum over neighbouring axes {@code from} (inclusive) to {@code to} (exclusive), which vanish.
 *
 * <p>Elements are added piece by piece, and the pieces in order: the same bits on any number of
 * threads.
 */
public record Sum(int from, int to) implements Op {
  @Override
  public Shape shape(Shape... in) {
    int[] dims = in[0].dims();
    if (from < 0 || to < from || to > dims.length) {
      throw new IndexOutOfBoundsException(
          "sum over axes %d to %d (exclusive) of %s, which has %d"
              .formatted(from, to, in[0], dims.length));
    }
    int[] left = new int[dims.length - (to - from)];
    System.arraycopy(dims, 0, left, 0, from);
    System.arraycopy(dims, to, left, from, dims.length - to);
    return Shape.of(left);
  }

  @Override
  public void forward(Node node) {
    Split split = Split.between(node.input(0).shape(), from, to);
    float[] x = node.input(0).array();
    float[] y = node.output().array();
    int xo = node.input(0).offset();
    int yo = node.output().offset();
    int each = split.length() * split.inner();
    if (split.inner() == 1) {
      int rows = Math.max(1, Unary.GRAIN / Math.max(1, each));
      if (split.outer() == 1) {
        y[yo] = (float) sum(split.length(), x, xo);
      } else {
        Parallel.chunks(
            split.outer(),
            rows,
            (i, end) -> {
              for (int o = i; o < end; o++) {
                y[yo + o] = (float) POINTWISE.sum(each, x, xo + o * each);
              }
            });
      }
      return;
    }
    Arrays.fill(y, yo, yo + node.output().size(), 0f);
    for (int o = 0; o < split.outer(); o++) {
      ROWS.addRows(
          split.length(),
          split.inner(),
          split.inner(),
          x,
          xo + o * each,
          y,
          yo + o * split.inner());
    }
  }

  private static double sum(int n, float[] x, int xo) {
    if (n <= Unary.GRAIN) {
      return POINTWISE.sum(n, x, xo);
    }
    double[] pieces = new double[(n - 1) / Unary.GRAIN + 1];
    Parallel.chunks(
        n, Unary.GRAIN, (i, end) -> pieces[i / Unary.GRAIN] = POINTWISE.sum(end - i, x, xo + i));
    double sum = 0;
    for (double piece : pieces) {
      sum += piece;
    }
    return sum;
  }

  @Override
  public void backward(Node node) {
    Tensor arriving = node.outputGradient();
    Tensor leaving = node.inputGradient(0);
    Split split = Split.between(node.input(0).shape(), from, to);
    float[] dy = arriving.array();
    float[] dx = leaving.array();
    int inner = split.inner();
    for (int o = 0; o < split.outer(); o++) {
      int at = leaving.offset() + o * split.length() * inner;
      int source = arriving.offset() + o * inner;
      if (inner == 1) {
        POINTWISE.add(split.length(), dx, at, 1, dy, source, 0, dx, at);
      } else {
        for (int l = 0; l < split.length(); l++) {
          POINTWISE.addScaled(inner, 1, dy, source, dx, at + l * inner);
        }
      }
    }
  }
}
