package io.reverie.op;

import static io.reverie.kernel.Kernels.MOVES;

import io.reverie.tensor.Node;
import io.reverie.tensor.Op;
import io.reverie.tensor.Shape;
import io.reverie.tensor.Tensor;
import java.util.Arrays;

/**
 * A tensor with places added before and after what its axes hold; negative numbers take places
 * away.
 *
 * @param mode what stands in the added places
 * @param value the number that {@link Mode#CONSTANT} puts there
 * @param pads {@code [before, after]} for each axis
 */
public record Pad(Mode mode, float value, int[]... pads) implements Op {
  /** What stands in added places. */
  public enum Mode {
    /** One number. */
    CONSTANT,
    /** The numbers mirrored at the border, which is not repeated: {@code c b [a b c] b a}. */
    REFLECT,
    /** The number at the border: {@code a a [a b c] c c}. */
    REPLICATE,
    /** The numbers from the other end: {@code b c [a b c] a b}. */
    CIRCULAR;

    /** The place below {@code length} that stands at {@code i}, −1 for none. */
    private int source(int i, int length) {
      if (i >= 0 && i < length) {
        return i;
      }
      return switch (this) {
        case CONSTANT -> -1;
        case REFLECT -> i < 0 ? -i : 2 * (length - 1) - i;
        case REPLICATE -> i < 0 ? 0 : length - 1;
        case CIRCULAR -> Math.floorMod(i, length);
      };
    }

    /** The most places that can be added at one side of an axis. */
    private int most(int length) {
      return switch (this) {
        case CONSTANT -> Integer.MAX_VALUE;
        case REFLECT -> Math.max(0, length - 1);
        case REPLICATE -> length == 0 ? 0 : Integer.MAX_VALUE;
        case CIRCULAR -> length;
      };
    }
  }

  @Override
  public Shape shape(Shape... in) {
    Shape x = in[0];
    boolean pairs = pads.length == x.rank();
    for (int i = 0; pairs && i < pads.length; i++) {
      pairs = pads[i].length == 2;
    }
    if (!pairs) {
      throw new IllegalArgumentException(
          "pad of %s by %s: it needs [before, after] for each of its %d axes"
              .formatted(x, Arrays.deepToString(pads), x.rank()));
    }
    int[] dims = x.dims();
    for (int i = 0; i < dims.length; i++) {
      int most = mode.most(dims[i]);
      int length = Math.addExact(dims[i], Math.addExact(pads[i][0], pads[i][1]));
      if (length < 0 || pads[i][0] > most || pads[i][1] > most) {
        throw new IllegalArgumentException(
            "%s pad of %s by %s: axis %d of length %d can grow by at most %s at a side, and not"
                    .formatted(mode, x, Arrays.deepToString(pads), i, dims[i], most)
                + " shrink below nothing");
      }
      dims[i] = length;
    }
    return Shape.of(dims);
  }

  /** A row of the output: which row of the input it comes from (below 0 for none). */
  private interface Row {
    void at(int in, int out);
  }

  @Override
  public void forward(Node node) {
    Tensor x = node.input(0);
    Tensor y = node.output();
    int[] last = last(x.shape());
    int[] none = new int[last.length];
    Arrays.fill(none, -1);
    forEachRow(
        x.shape(),
        y.shape(),
        (in, out) -> {
          int from = x.offset() + Math.max(0, in);
          int[] places = in < 0 ? none : last;
          MOVES.pick(last.length, places, 0, value, x.array(), from, y.array(), y.offset() + out);
        });
  }

  @Override
  public void backward(Node node) {
    Tensor dx = node.inputGradient(0);
    Tensor dy = node.outputGradient();
    int[] last = last(dx.shape());
    forEachRow(
        dx.shape(),
        dy.shape(),
        (in, out) -> {
          if (in >= 0) {
            int from = dy.offset() + out;
            MOVES.addPicked(last.length, last, 0, dy.array(), from, dx.array(), dx.offset() + in);
          }
        });
  }

  private int[] last(Shape x) {
    return x.rank() == 0 ? new int[1] : sources(x, x.rank() - 1);
  }

  /** For each place of the output's axis, the place of the input's that stands there. */
  private int[] sources(Shape x, int axis) {
    int length = x.dim(axis);
    int[] sources = new int[pads[axis][0] + length + pads[axis][1]];
    Arrays.setAll(sources, i -> mode.source(i - pads[axis][0], length));
    return sources;
  }

  private void forEachRow(Shape x, Shape y, Row row) {
    int outer = Math.max(0, x.rank() - 1);
    int[][] sources = new int[outer][];
    for (int axis = 0; axis < outer; axis++) {
      sources[axis] = sources(x, axis);
    }
    int rows = y.sizeOf(0, outer);
    int length = y.sizeOf(outer, y.rank());
    for (int r = 0; r < rows; r++) {
      int in = 0;
      int stride = x.sizeOf(outer, x.rank());
      int left = r;
      for (int axis = outer - 1; axis >= 0; axis--) {
        int source = sources[axis][left % sources[axis].length];
        left /= sources[axis].length;
        in = source < 0 || in < 0 ? -1 : in + source * stride;
        stride *= x.dim(axis);
      }
      row.at(in, r * length);
    }
  }
}
