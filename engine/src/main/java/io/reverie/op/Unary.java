package io.reverie.op;

import io.reverie.tensor.Node;
import io.reverie.tensor.Op;
import io.reverie.tensor.Shape;
import io.reverie.tensor.Tensor;

/** A function applied to each element of one tensor: y = f(x). */
public interface Unary extends Op {
  /** Elements a thread takes at a time: about as much as fits its second-level cache. */
  int GRAIN = 1 << 15;

  /** y = f(x) for n elements, which may stand where those of x do. */
  void map(int n, float[] x, int xo, float[] y, int yo);

  /** dx += dy · f′(x) for n elements, from x or from y = f(x). */
  void gradient(
      int n, float[] x, int xo, float[] y, int yo, float[] dy, int dyo, float[] dx, int dxo);

  /** Whether {@link #gradient} does not look at x: then y may be written over it. */
  default boolean fromOutput() {
    return false;
  }

  @Override
  default Shape shape(Shape... in) {
    return in[0];
  }

  @Override
  default void forward(Node node) {
    Elements.map(this, node.input(0), node.output());
  }

  @Override
  default void backward(Node node) {
    Tensor input = node.input(0);
    Tensor output = node.output();
    Tensor arriving = node.outputGradient();
    boolean sets = node.setsGradient(0);
    Tensor leaving = node.inputGradient(0);
    Elements.slopes(
        this,
        input.size(),
        input.array(),
        input.offset(),
        output,
        arriving,
        sets,
        leaving.array(),
        leaving.offset());
  }
}
