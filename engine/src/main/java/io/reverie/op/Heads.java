package io.reverie.op;

import io.reverie.tensor.Shape;
import io.reverie.tensor.Tensor;

/**
 * A tensor seen as many matrices, one a head: queries, keys or values.
 *
 * <p>Either the heads have an axis of their own, {@code [..., heads, rows, width]}, or they lie
 * side by side in the last one, {@code [batch, rows, parts·heads·width]}, as a projection leaves
 * them: the matrix product takes rows that are apart, so nothing is moved.
 *
 * @param apart how far apart the rows of a head's matrix are
 * @param inBatch how many heads follow each other {@code headStep} apart before the next batch
 */
record Heads(
    float[] array,
    int offset,
    int count,
    int rows,
    int width,
    int apart,
    int inBatch,
    int headStep,
    int batchStep) {
  /** Heads in axes of their own. */
  static Heads of(Tensor x) {
    Shape shape = x.shape();
    int rank = shape.rank();
    int rows = shape.dim(-2);
    int width = shape.dim(-1);
    int count = shape.sizeOf(0, rank - 2);
    return new Heads(x.array(), x.offset(), count, rows, width, width, count, rows * width, 0);
  }

  /** Heads side by side: part {@code part} of {@code parts} in the last axis. */
  static Heads of(Tensor x, int heads, int part, int parts) {
    int rows = x.dim(1);
    int line = x.dim(2);
    int width = line / parts / heads;
    return new Heads(
        x.array(),
        x.offset() + part * (line / parts),
        x.dim(0) * heads,
        rows,
        width,
        line,
        heads,
        width,
        rows * line);
  }

  /** Where row r of this head starts. */
  int at(int head, int r) {
    return offset + head / inBatch * batchStep + head % inBatch * headStep + r * apart;
  }
}
