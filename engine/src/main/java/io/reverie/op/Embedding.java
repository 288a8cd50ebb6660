package io.reverie.op;

import static io.reverie.kernel.Kernels.POINTWISE;

import io.reverie.kernel.Parallel;
import io.reverie.tensor.Indices;
import io.reverie.tensor.Node;
import io.reverie.tensor.Op;
import io.reverie.tensor.Shape;
import io.reverie.tensor.Tensor;

/**
 * The rows of a table that ids name: the table {@code [rows, width]} and ids of any shape {@code
 * […]} give {@code […, width]}.
 *
 * <p>Only rows that were named get a gradient; those that were named often add theirs up, in the
 * order of the ids.
 *
 * @param padding the row that never gets a gradient, as it stands for nothing; −1 for none
 */
public record Embedding(Indices ids, int padding) implements Op {
  @Override
  public Shape shape(Shape... in) {
    if (in[0].rank() != 2) {
      throw new IllegalArgumentException(
          "embedding with a table %s: it must be [rows, width]".formatted(in[0]));
    }
    if (padding < -1 || padding >= in[0].dim(0)) {
      throw new IndexOutOfBoundsException(
          "embedding with a table %s and padding row %d: 0 to %d, or -1 for none, is needed"
              .formatted(in[0], padding, in[0].dim(0) - 1));
    }
    ids.requireBelow(in[0].dim(0), "id");
    return ids.shape().append(in[0].dim(1));
  }

  @Override
  public void forward(Node node) {
    Tensor table = node.input(0);
    Tensor output = node.output();
    int width = table.dim(1);
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
    Tensor dx = node.inputGradient(0);
    Tensor dy = node.outputGradient();
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
