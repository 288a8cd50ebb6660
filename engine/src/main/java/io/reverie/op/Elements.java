package io.reverie.op;

import io.reverie.kernel.Parallel;
import io.reverie.kernel.Scratch;
import io.reverie.tensor.Tensor;
import java.util.Arrays;

/** Functions of an element, applied to many. */
final class Elements {
  /** As many floats as the widest vectors have. */
  private static final int LANES = 16;

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

  /** dx = dy · f′(x), or dx += that. */
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
    float[] y = output.array();
    float[] dy = arriving.array();
    int yo = output.offset();
    int dyo = arriving.offset();
    Parallel.chunks(
        size,
        Unary.GRAIN,
        (i, end) -> {
          if (sets) {
            // Zeros for this piece alone, which then are near when they are added to.
            Arrays.fill(dx, dxo + i, dxo + end, 0f);
          }
          f.gradient(end - i, x, xo + i, y, yo + i, dy, dyo + i, dx, dxo + i);
        });
  }
}
