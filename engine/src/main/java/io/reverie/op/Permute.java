package io.reverie.op;

import static io.reverie.kernel.Kernels.MOVES;
import static io.reverie.kernel.Kernels.POINTWISE;

import io.reverie.kernel.Parallel;
import io.reverie.tensor.Node;
import io.reverie.tensor.Op;
import io.reverie.tensor.Shape;
import io.reverie.tensor.Tensor;
import java.util.Arrays;

/**
 * The axes in another order: axis {@code i} of the output is axis {@code axes[i]} of the input. A
 * copy, because every tensor is dense; products never need it, they read transposed.
 *
 * <p>Neighbours that stay neighbours count as one axis. If the last axis stays last, whole runs are
 * copied; else the input's last axis and the output's make matrices that are transposed by tiles.
 */
public record Permute(int... axes) implements Op {
  @Override
  public Shape shape(Shape... in) {
    Shape x = in[0];
    int[] dims = new int[axes.length];
    boolean[] seen = new boolean[x.rank()];
    boolean fits = axes.length == x.rank();
    for (int i = 0; fits && i < axes.length; i++) {
      int axis = x.axis(axes[i]);
      fits = !seen[axis];
      seen[axis] = true;
      dims[i] = x.dim(axis);
    }
    if (!fits) {
      throw new IllegalArgumentException(
          "permute of %s by %s: each of its %d axes must be named once"
              .formatted(x, Arrays.toString(axes), x.rank()));
    }
    return Shape.of(dims);
  }

  @Override
  public void forward(Node node) {
    Tensor input = node.input(0);
    Tensor output = node.output();
    float[] x = input.array();
    float[] y = output.array();
    int xo = input.offset();
    int yo = output.offset();
    Blocks blocks = Blocks.of(input.shape(), axes);
    if (blocks.rows == 1) {
      blocks.forEach((n, in, out) -> System.arraycopy(x, xo + in, y, yo + out, n));
    } else {
      blocks.forEach((n, in, out) ->
          MOVES.transpose(blocks.rows, n, x, xo + in, blocks.rowStep, y, yo + out, blocks.colStep));
    }
  }

  @Override
  public void backward(Node node) {
    Tensor arriving = node.outputGradient();
    Tensor leaving = node.inputGradient(0);
    float[] dy = arriving.array();
    float[] dx = leaving.array();
    int dyo = arriving.offset();
    int dxo = leaving.offset();
    Blocks blocks = Blocks.of(leaving.shape(), axes);
    if (blocks.rows == 1) {
      blocks.forEach((n, in, out) -> POINTWISE.addScaled(n, 1, dy, dyo + out, dx, dxo + in));
    } else {
      blocks.forEach((n, in, out) ->
          MOVES.addTransposed(
              blocks.rows, n, dy, dyo + out, blocks.colStep, dx, dxo + in, blocks.rowStep));
    }
  }

  /**
   * A permutation cut into blocks: runs of the input's last axis, each of {@code rows} rows that
   * lie side by side in the output.
   *
   * @param outer lengths of the axes that are iterated, in the output's order
   * @param in how far apart their places are in the input, and {@code out} in the output
   * @param rows length of the output's last axis; 1 if that is also the input's last
   * @param rowStep how far apart rows are in the input
   * @param cols length of the input's last axis
   * @param colStep how far apart its places are in the output
   */
  private record Blocks(
      int[] outer, int[] in, int[] out, int rows, int rowStep, int cols, int colStep) {
    private static final int WIDTH = 64;

    interface Visit {
      /** n columns of a block: where they start in the input, and in the output. */
      void at(int n, int in, int out);
    }

    static Blocks of(Shape x, int... axes) {
      int[] dims = new int[axes.length];
      int[] steps = new int[axes.length];
      int rank = 0;
      for (int named : axes) {
        int axis = x.axis(named);
        int length = x.dim(axis);
        int step = x.sizeOf(axis + 1, x.rank());
        if (length == 1) {
          continue;
        }
        if (rank > 0 && steps[rank - 1] == step * length) {
          dims[rank - 1] *= length;
          steps[rank - 1] = step;
        } else {
          dims[rank] = length;
          steps[rank++] = step;
        }
      }
      int[] outs = new int[rank];
      int size = 1;
      for (int i = rank - 1; i >= 0; i--) {
        outs[i] = size;
        size *= dims[i];
      }
      if (rank == 0 || size == 0) {
        return new Blocks(new int[0], new int[0], new int[0], 1, 1, x.size(), 1);
      }
      int inLast = 0;
      while (steps[inLast] != 1) {
        inLast++;
      }
      boolean runs = inLast == rank - 1;
      int kept = runs ? rank - 1 : rank - 2;
      int[][] left = new int[3][kept];
      for (int i = 0, at = 0; i < rank - 1; i++) {
        if (i != inLast) {
          left[0][at] = dims[i];
          left[1][at] = steps[i];
          left[2][at++] = outs[i];
        }
      }
      int rows = runs ? 1 : dims[rank - 1];
      int rowStep = runs ? 1 : steps[rank - 1];
      return new Blocks(left[0], left[1], left[2], rows, rowStep, dims[inLast], outs[inLast]);
    }

    void forEach(Visit visit) {
      int count = 1;
      for (int length : outer) {
        count *= length;
      }
      int width = rows == 1 ? Math.min(cols, Unary.GRAIN) : Math.min(cols, WIDTH);
      if (width == 0) {
        return;
      }
      int pieces = (cols - 1) / width + 1;
      int each = Math.max(1, Unary.GRAIN / Math.max(1, width * Math.min(rows, Unary.GRAIN)));
      Parallel.chunks(
          count * pieces,
          each,
          (first, end) -> {
            for (int block = first; block < end; block++) {
              int from = 0;
              int to = 0;
              int place = block / pieces;
              for (int axis = outer.length - 1; axis >= 0; axis--) {
                int index = place % outer[axis];
                place /= outer[axis];
                from += index * in[axis];
                to += index * out[axis];
              }
              int col = block % pieces * width;
              visit.at(Math.min(width, cols - col), from + col, to + col * colStep);
            }
          });
    }
  }
}
