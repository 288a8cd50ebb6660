package io.reverie.op;

import io.reverie.kernel.Parallel;
import io.reverie.tensor.Node;
import io.reverie.tensor.Op;
import io.reverie.tensor.Shape;
import io.reverie.tensor.Tensor;
import java.util.Arrays;

/** A function applied to each element of one tensor: y = f(x). */
public interface Unary extends Op {
  /** Elements a thread takes at a time: about as much as fits its second-level cache. */
  int GRAIN = 1 << 15;

  /** y = f(x) for n elements. */
  void map(int n, float[] x, int xo, float[] y, int yo);

  /** dx += dy · f′(x) for n elements, from x or from y = f(x). */
  void gradient(
      int n, float[] x, int xo, float[] y, int yo, float[] dy, int dyo, float[] dx, int dxo);

  @Override
  default Shape shape(Shape... in) {
    return in[0];
  }

  @Override
  default void forward(Node node) {
    Tensor x = node.input(0);
    Tensor y = node.output();
    float[] from = x.array();
    float[] to = y.array();
    int xo = x.offset();
    int yo = y.offset();
    Parallel.chunks(x.size(), GRAIN, (i, end) -> map(end - i, from, xo + i, to, yo + i));
  }

  @Override
  default void backward(Node node) {
    Tensor input = node.input(0);
    Tensor output = node.output();
    Tensor arriving = node.outputGradient();
    boolean sets = node.setsGradient(0);
    Tensor leaving = node.inputGradient(0);
    float[] x = input.array();
    float[] y = output.array();
    float[] dy = arriving.array();
    float[] dx = leaving.array();
    int xo = input.offset();
    int yo = output.offset();
    int dyo = arriving.offset();
    int dxo = leaving.offset();
    Parallel.chunks(
        input.size(),
        GRAIN,
        (i, end) -> {
          if (sets) {
            // Zeros for this piece alone, which then are near when they are added to.
            Arrays.fill(dx, dxo + i, dxo + end, 0f);
          }
          gradient(end - i, x, xo + i, y, yo + i, dy, dyo + i, dx, dxo + i);
        });
  }
}
