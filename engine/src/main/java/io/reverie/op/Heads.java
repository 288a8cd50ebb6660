package io.reverie.op;

import static io.reverie.kernel.Kernels.GEMM;

import io.reverie.tensor.Shape;
import io.reverie.tensor.Tensor;

/**
 * A tensor seen as many matrices, one a head: queries, keys or values.
 *
 * <p>Either the heads have an axis of their own, {@code [..., heads, rows, width]}, or they lie
 * side by side in the last one, {@code [batch, rows, parts·heads·width]}, as a projection leaves
 * them: the matrix product takes rows that are apart, so nothing is moved.
 *
 * <p>One tensor after the other can be seen by the same object.
 */
final class Heads {
  private static final float[] NONE = {};

  private float[] array = NONE;
  private int offset;
  private int count;
  private int rows;
  private int width;

  /** How far apart the rows of a head's matrix are. */
  private int apart;

  /** How many heads follow each other {@code headStep} apart before the next batch. */
  private int inBatch;

  private int headStep;
  private int batchStep;
  private boolean sees;

  /** Heads in axes of their own. */
  static Heads of(Tensor x) {
    Heads heads = new Heads();
    heads.see(x);
    return heads;
  }

  /** Sees heads in axes of their own from now on. */
  void see(Tensor x) {
    Shape shape = x.shape();
    see(x, 0, shape.sizeOf(0, shape.rank() - 2), shape.dim(-2), shape.dim(-1));
    apart = width;
    inBatch = count;
    headStep = rows * width;
    batchStep = 0;
  }

  /** Sees heads side by side: part {@code part} of {@code parts} in the last axis. */
  void see(Tensor x, int heads, int part, int parts) {
    int line = x.dim(2);
    see(x, part * (line / parts), x.dim(0) * heads, x.dim(1), line / parts / heads);
    apart = line;
    inBatch = heads;
    headStep = width;
    batchStep = rows * line;
  }

  private void see(Tensor x, int from, int newCount, int newRows, int newWidth) {
    array = x.array();
    offset = x.offset() + from;
    count = newCount;
    rows = newRows;
    width = newWidth;
    sees = true;
  }

  /** Sees nothing any more. */
  void end() {
    array = NONE;
    sees = false;
  }

  /** Whether it sees a tensor. */
  boolean sees() {
    return sees;
  }

  /** The array in which all heads lie. */
  float[] array() {
    return array;
  }

  /** How many heads there are. */
  int count() {
    return count;
  }

  /** The rows of a head's matrix. */
  int rows() {
    return rows;
  }

  /** The columns of a head's matrix. */
  int width() {
    return width;
  }

  /** How far apart the rows of a head's matrix are. */
  int apart() {
    return apart;
  }

  /** Where row r of this head starts. */
  int at(int head, int r) {
    return offset + head / inBatch * batchStep + head % inBatch * headStep + r * apart;
  }

  /** In s: rows of a head times {@code n} columns, of as many numbers as the head is wide. */
  static void product(
      Heads x, int head, int row, int rows, float[] s, int columns, int n, int lanes, int to) {
    GEMM.multiply(
        false,
        false,
        rows,
        n,
        x.width(),
        x.array(),
        x.at(head, row),
        x.apart(),
        s,
        columns,
        lanes,
        false,
        s,
        to,
        lanes);
  }

  /**
   * {@code rows} rows of {@code to} = a tile, or its transposed, times {@code k} of from; or plus
   * that.
   */
  static void product(
      boolean turned,
      float[] tile,
      int at,
      int stride,
      int rows,
      int k,
      Heads from,
      int fromHead,
      int fromRow,
      boolean add,
      Heads to,
      int toHead,
      int toRow) {
    GEMM.multiply(
        turned,
        false,
        rows,
        from.width(),
        k,
        tile,
        at,
        stride,
        from.array(),
        from.at(fromHead, fromRow),
        from.apart(),
        add,
        to.array(),
        to.at(toHead, toRow),
        to.apart());
  }
}
