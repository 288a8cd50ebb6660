package io.reverie.op;

import io.reverie.kernel.Parallel;
import io.reverie.tensor.Node;
import io.reverie.tensor.Op;
import io.reverie.tensor.Shape;
import io.reverie.tensor.Tensor;
import java.util.Locale;

/**
 * A function of the two halves of an axis, one of which opens a gate for the other: the axis is
 * half as long afterwards (Dauphin et al. 2017; Shazeer 2020).
 */
public interface Gated extends Op {
  /** The axis that is halved; −1 names the last. */
  int axis();

  /** y = f(a, b) for n elements of the first half, a, and the second, b. */
  void map(int n, float[] a, int ao, float[] b, int bo, float[] y, int yo);

  /** da += dy · ∂f/∂a and db += dy · ∂f/∂b for n elements. */
  void gradient(
      int n,
      float[] a,
      int ao,
      float[] b,
      int bo,
      float[] dy,
      int dyo,
      float[] da,
      int dao,
      float[] db,
      int dbo);

  @Override
  default Shape shape(Shape... in) {
    int length = in[0].dim(axis());
    if (length % 2 != 0) {
      throw new IllegalArgumentException(
          "%s of %s along axis %d: its length %d has no two halves"
              .formatted(name().toLowerCase(Locale.ROOT), in[0], axis(), length));
    }
    return in[0].with(axis(), length / 2);
  }

  @Override
  default void forward(Node node) {
    Tensor x = node.input(0);
    Tensor y = node.output();
    Split split = Split.at(y.shape(), axis());
    int half = split.length() * split.inner();
    float[] from = x.array();
    float[] to = y.array();
    int xo = x.offset();
    int yo = y.offset();
    Parallel.chunks(
        split.outer(),
        Math.max(1, Unary.GRAIN / Math.max(1, half)),
        (o, end) -> {
          for (int i = o; i < end; i++) {
            int at = xo + 2 * i * half;
            map(half, from, at, from, at + half, to, yo + i * half);
          }
        });
  }

  @Override
  default void backward(Node node) {
    Tensor input = node.input(0);
    Tensor arriving = node.outputGradient();
    Tensor leaving = node.inputGradient(0);
    float[] x = input.array();
    float[] dy = arriving.array();
    float[] dx = leaving.array();
    Split split = Split.at(arriving.shape(), axis());
    int half = split.length() * split.inner();
    int xo = input.offset();
    int dyo = arriving.offset();
    int dxo = leaving.offset();
    Parallel.chunks(
        split.outer(),
        Math.max(1, Unary.GRAIN / Math.max(1, half)),
        (o, end) -> {
          for (int i = o; i < end; i++) {
            int at = xo + 2 * i * half;
            int to = dxo + 2 * i * half;
            gradient(half, x, at, x, at + half, dy, dyo + i * half, dx, to, dx, to + half);
          }
        });
  }
}
