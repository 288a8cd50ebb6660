package io.reverie.op;

import static io.reverie.kernel.Kernels.POINTWISE;
import static io.reverie.kernel.Kernels.ROWS;

import io.reverie.kernel.Parallel;
import io.reverie.kernel.Spare;
import io.reverie.tensor.Tensor;

/**
 * The gradients of what was added to a product: a shortcut's are the slopes that arrive there, a
 * bias's are their rows added up.
 */
final class Addends {
  private static final Spare<Addends> SPARE = new Spare<>(Addends::new);
  private static final float[] NONE = {};

  private float[] slopes = NONE;
  private int at;
  private int rows;
  private int stride;
  private boolean sets;
  private float[] gradient = NONE;
  private int to;

  private final Parallel.Body some = this::some;
  private final Parallel.Body sums = this::sums;

  private Addends() {}

  /** dr = dz, or dr += dz. */
  static void addShortcut(int size, float[] dz, int dzo, boolean sets, Tensor dr) {
    Addends loop = SPARE.take();
    loop.sets = sets;
    loop.share(size, Unary.GRAIN, loop.some, dz, dzo, dr.array(), dr.offset());
  }

  /** db += the rows of dy, so far apart, added up. */
  static void addBias(int rows, int cols, int stride, float[] dy, int dyo, float[] db, int dbo) {
    Addends loop = SPARE.take();
    loop.rows = rows;
    loop.stride = stride;
    int grain = Math.max(1, Unary.GRAIN / 64 / Math.max(1, rows)) * 64;
    loop.share(cols, grain, loop.sums, dy, dyo, db, dbo);
  }

  private void share(
      int n, int grain, Parallel.Body body, float[] from, int fo, float[] into, int io) {
    slopes = from;
    at = fo;
    gradient = into;
    to = io;
    Parallel.chunks(n, grain, body);
    slopes = NONE;
    gradient = NONE;
    SPARE.giveBack(this);
  }

  private void some(int from, int end) {
    if (sets) {
      System.arraycopy(slopes, at + from, gradient, to + from, end - from);
    } else {
      POINTWISE.addScaled(end - from, 1, slopes, at + from, gradient, to + from);
    }
  }

  private void sums(int from, int end) {
    ROWS.addRows(rows, end - from, stride, slopes, at + from, gradient, to + from);
  }
}
