package io.reverie.op;

import io.reverie.kernel.Parallel;
import io.reverie.kernel.Scratch;
import io.reverie.kernel.Spare;
import io.reverie.tensor.Tensor;
import java.util.Arrays;

/** Functions of an element, applied to many. */
final class Elements {
  /** As many floats as the widest vectors have. */
  private static final int LANES = 16;

  private static final Spare<Loops> SPARE = new Spare<>(Loops::new);

  private Elements() {}

  /**
   * y = f(x) for n elements, in whole vectors: what becomes of a number does not depend on where it
   * stands. Kernels take the last few elements one by one, and may round them otherwise.
   */
  static void map(Unary f, int n, float[] x, int xo, float[] y, int yo) {
    int whole = n & -LANES;
    int rest = n - whole;
    f.map(whole, x, xo, y, yo);
    if (rest > 0) {
      float[] row = Scratch.ROW.floats(LANES);
      System.arraycopy(x, xo + whole, row, 0, rest);
      Arrays.fill(row, rest, LANES, row[0]);
      f.map(LANES, row, 0, row, 0);
      System.arraycopy(row, 0, y, yo + whole, rest);
    }
  }

  /** y = f(x), on all threads. */
  static void map(Unary f, Tensor input, Tensor output) {
    Loops loops = SPARE.take();
    loops.f = f;
    loops.x = input.array();
    loops.xo = input.offset();
    loops.y = output.array();
    loops.yo = output.offset();
    Parallel.chunks(input.size(), Unary.GRAIN, loops.map);
    loops.end();
  }

  /** dx = dy · f′(x), or dx += that, on all threads. */
  static void slopes(
      Unary f,
      int size,
      float[] x,
      int xo,
      Tensor output,
      Tensor arriving,
      boolean sets,
      float[] dx,
      int dxo) {
    Loops loops = SPARE.take();
    loops.f = f;
    loops.x = x;
    loops.xo = xo;
    loops.y = output.array();
    loops.yo = output.offset();
    loops.dy = arriving.array();
    loops.dyo = arriving.offset();
    loops.sets = sets;
    loops.dx = dx;
    loops.dxo = dxo;
    Parallel.chunks(size, Unary.GRAIN, loops.slopes);
    loops.end();
  }

  /** A function, where its numbers stand, and the loops over them. */
  private static final class Loops {
    private static final Unary NOTHING = new Affine(1, 0);
    private static final float[] NONE = {};

    private Unary f = NOTHING;
    private float[] x = NONE;
    private int xo;
    private float[] y = NONE;
    private int yo;
    private float[] dy = NONE;
    private int dyo;
    private boolean sets;
    private float[] dx = NONE;
    private int dxo;

    private final Parallel.Body map = this::map;
    private final Parallel.Body slopes = this::slopes;

    private void map(int i, int end) {
      Elements.map(f, end - i, x, xo + i, y, yo + i);
    }

    private void slopes(int i, int end) {
      if (sets) {
        // Zeros for this piece alone, which then are near when they are added to.
        Arrays.fill(dx, dxo + i, dxo + end, 0f);
      }
      f.gradient(end - i, x, xo + i, y, yo + i, dy, dyo + i, dx, dxo + i);
    }

    private void end() {
      f = NOTHING;
      x = NONE;
      y = NONE;
      dy = NONE;
      dx = NONE;
      SPARE.giveBack(this);
    }
  }
}
