package io.reverie.op;

import static io.reverie.kernel.Kernels.POINTWISE;

import io.reverie.kernel.Parallel;
import io.reverie.tensor.Indices;
import io.reverie.tensor.Node;
import io.reverie.tensor.Op;
import io.reverie.tensor.Shape;
import io.reverie.tensor.Tensor;
import java.util.Arrays;

/**
 * Rows of a table by their numbers: the vectors of tokens.
 *
 * <p>The input is the table {@code [n, width]}; the output has the shape of the numbers with {@code
 * width} behind. Gradients of a row that was looked up several times add up in order.
 *
 * @param ids which rows
 * @param padding the row that gets no gradient, or −1 for none

 * The rows of a table that ids name: the table {@code [rows, width]} and ids of any shape {@code
 * […]} give {@code […, width]}.
 * <p>Only rows that were named get a gradient; those that were named often add theirs up, in the
 * order of the ids.
 * @param padding the row that never gets a gradient, as it stands for nothing; −1 for none
 */
public record Embedding(Indices ids, int padding) implements Op {
  @Override
  public Shape shape(Shape... in) {
    Shape table = in[0];
    if (table.rank() != 2) {
      throw new IllegalArgumentException(
          "embedding in a table %s: it takes [n, width]".formatted(table));
    }
    if (padding < -1 || padding >= table.dim(0)) {
      throw new IndexOutOfBoundsException(
          "embedding with padding row %d in a table %s: a row of it, or -1 for none"
              .formatted(padding, table));
    }
    ids.requireBelow(table.dim(0), "id");
    int rank = ids.shape().rank();
    int[] dims = Arrays.copyOf(ids.shape().dims(), rank + 1);
    dims[rank] = table.dim(1);
    return Shape.of(dims);
    if (in[0].rank() != 2) {
          "embedding with a table %s: it must be [rows, width]".formatted(in[0]));
    if (padding < -1 || padding >= in[0].dim(0)) {
          "embedding with a table %s and padding row %d: 0 to %d, or -1 for none, is needed"
              .formatted(in[0], padding, in[0].dim(0) - 1));
    ids.requireBelow(in[0].dim(0), "id");
    return ids.shape().append(in[0].dim(1));
  }

  @Override
  public void forward(Node node) {
    Tensor table = node.input(0);
    Tensor y = node.output();
    int width = table.dim(1);
    for (int i = 0; i < ids.size(); i++) {
      int row = table.offset() + ids.values()[i] * width;
      System.arraycopy(table.array(), row, y.array(), y.offset() + i * width, width);
    }
    Tensor output = node.output();
    float[] x = table.array();
    float[] y = output.array();
    int xo = table.offset();
    int yo = output.offset();
    int[] rows = ids.values();
    Parallel.chunks(
        rows.length,
        Math.max(1, Unary.GRAIN / Math.max(1, width)),
        (from, to) -> {
          for (int r = from; r < to; r++) {
            System.arraycopy(x, xo + rows[r] * width, y, yo + r * width, width);
          }
        });
  }

  @Override
  public void backward(Node node) {
    Tensor dy = node.outputGradient();
    Tensor table = node.inputGradient(0);
    int width = table.dim(1);
    for (int i = 0; i < ids.size(); i++) {
      int id = ids.values()[i];
      if (id != padding) {
        int row = table.offset() + id * width;
        POINTWISE.addScaled(width, 1, dy.array(), dy.offset() + i * width, table.array(), row);
    Tensor dx = node.inputGradient(0);
    int width = dx.dim(1);
    int[] rows = ids.values();
    for (int r = 0; r < rows.length; r++) {
      if (rows[r] != padding) {
        int to = dx.offset() + rows[r] * width;
        POINTWISE.addScaled(width, 1, dy.array(), dy.offset() + r * width, dx.array(), to);
      }
    }
  }
}
