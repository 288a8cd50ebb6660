package io.reverie.op;

import io.reverie.tensor.Node;
import io.reverie.tensor.Shape;
import io.reverie.tensor.Tensor;

/** An input and an output of equal shape seen as rows along the last axis. */
record Rowwise(int count, int cols, float[] x, int x0, float[] y, int y0) {
  static Rowwise of(Node node) {
    Tensor x = node.input(0);
    Tensor y = node.output();
    int cols = x.dim(-1);
    int count = cols == 0 ? 0 : x.size() / cols;
    return new Rowwise(count, cols, x.array(), x.offset(), y.array(), y.offset());
  }

  /** The shape itself, where it has rows at all. */
  static Shape shape(String name, Shape shape) {
    if (shape.rank() == 0) {
      throw new IllegalArgumentException(
          name + " of a single number: it needs at least one axis to run along");
    }
    return shape;
  }

  /** Where row r starts in the input. */
  int xo(int r) {
    return x0 + r * cols;
  }

  /** Where row r starts in the output. */
  int yo(int r) {
    return y0 + r * cols;
  }

  /** Rows that a thread takes at a time. */
  int grain() {
    return Math.max(1, Unary.GRAIN / 4 / Math.max(1, cols));
  }
}
