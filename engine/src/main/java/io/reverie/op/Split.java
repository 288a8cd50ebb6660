package io.reverie.op;

import io.reverie.tensor.Shape;

/**
 * A shape seen as three: the axes before some neighbouring axes, those axes, and the axes after.
 * Element {@code [o, l, i]} stands at {@code (o·length + l)·inner + i}.
 */
record Split(int outer, int length, int inner) {
  /** Around one axis. */
  static Split at(Shape shape, int axis) {
    int place = shape.axis(axis);
    return between(shape, place, place + 1);
  }

  /** Around the axes {@code from} (inclusive) to {@code to} (exclusive). */
  static Split between(Shape shape, int from, int to) {
    return new Split(shape.sizeOf(0, from), shape.sizeOf(from, to), shape.sizeOf(to, shape.rank()));
  }
}
