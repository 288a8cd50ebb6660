package io.reverie.op;

import io.reverie.tensor.Shape;

/**
 * How two operands of different shapes meet: NumPy's broadcasting, cut into runs.
 *
 * <p>A run is a stretch of the output along which each operand either moves on element by element
 * (step 1) or stays at one number (step 0). Trailing axes on which an operand always moves, or
 * always stays, are merged into the run, so that {@code [32, 10] + [10]} is 32 runs of ten and two
 * equal shapes are a single run.
 */
final class Broadcast {
  /** What is done with one run: where it starts in the operands and in the output. */
  interface Run {
    void at(int a, int b, int out);
  }

  private static final int[] NONE = {};

  private final Shape out;
  private final int[] stridesA;
  private final int[] stridesB;

  /** Axes of the output that are iterated; those after them make the run. */
  private final int outer;

  /** The number of elements of a run. */
  final int length;

  /** 1 where operand a moves along a run, 0 where it stays. */
  final int stepA;

  /** 1 where operand b moves along a run, 0 where it stays. */
  final int stepB;

  Broadcast(Shape a, Shape b, Shape out) {
    this.out = out;
    if (a.equals(b)) {
      // The common case, and one run.
      this.stridesA = NONE;
      this.stridesB = NONE;
      this.outer = 0;
      this.length = out.size();
      this.stepA = 1;
      this.stepB = 1;
      return;
    }
    this.stridesA = strides(a, out.rank());
    this.stridesB = strides(b, out.rank());
    int axis = out.rank();
    int run = 1;
    int moveA = -1;
    int moveB = -1;
    while (axis > 0) {
      int dim = out.dim(axis - 1);
      if (dim != 1) {
        int nextA = stridesA[axis - 1] == 0 ? 0 : 1;
        int nextB = stridesB[axis - 1] == 0 ? 0 : 1;
        if (moveA >= 0 && (nextA != moveA || nextB != moveB)) {
          break;
        }
        moveA = nextA;
        moveB = nextB;
        run *= dim;
      }
      axis--;
    }
    this.outer = axis;
    this.length = run;
    this.stepA = moveA == 0 ? 0 : 1;
    this.stepB = moveB == 0 ? 0 : 1;
  }

  /** Element strides of a shape as seen from a larger rank: 0 on the axes along which it stays. */
  private static int[] strides(Shape shape, int rank) {
    int[] strides = new int[rank];
    int stride = 1;
    for (int i = 1; i <= shape.rank(); i++) {
      int dim = shape.dim(-i);
      strides[rank - i] = dim == 1 ? 0 : stride;
      stride *= dim;
    }
    return strides;
  }

  /** Whether neither operand is repeated, so that the whole output is one run. */
  boolean single() {
    return outer == 0;
  }

  /** Visits every run in the order of the output. */
  void forEach(Run run) {
    if (out.size() == 0) {
      return;
    }
    int[] index = new int[outer];
    int a = 0;
    int b = 0;
    int axis;
    int place = 0;
    do {
      run.at(a, b, place);
      place += length;
      for (axis = outer - 1; axis >= 0; axis--) {
        a += stridesA[axis];
        b += stridesB[axis];
        if (++index[axis] < out.dim(axis)) {
          break;
        }
        a -= stridesA[axis] * index[axis];
        b -= stridesB[axis] * index[axis];
        index[axis] = 0;
      }
    } while (axis >= 0);
  }
}
