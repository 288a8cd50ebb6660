package io.reverie.op;

import static io.reverie.kernel.Kernels.RESAMPLING;

import io.reverie.tensor.Node;
import io.reverie.tensor.Op;
import io.reverie.tensor.Shape;
import io.reverie.tensor.Tensor;

/**
 * Images {@code [n, channels, height, width]} with a border around them.
 *
 * @param top rows added above
 * @param bottom rows added below
 * @param left columns added before
 * @param right columns added after
 * @param mode what the border shows
 */
public record Pad2d(int top, int bottom, int left, int right, PaddingMode mode) implements Op {
  /** Checks that nothing is negative. */
  public Pad2d {
    if (top < 0 || bottom < 0 || left < 0 || right < 0) {
      throw new IllegalArgumentException(
          "pad2d by %d, %d, %d, %d: at least 0 each; slice() takes away"
              .formatted(top, bottom, left, right));
    }
  }

  /** The same border above and below, and before and after. */
  public static Pad2d evenly(Pair by, PaddingMode mode) {
    return new Pad2d(by.height(), by.height(), by.width(), by.width(), mode);
  }

  @Override
  public Shape shape(Shape... in) {
    Shape x = in[0];
    if (x.rank() != 4) {
      throw new IllegalArgumentException(
          "pad2d of %s: it takes images [n, channels, height, width]".formatted(x));
    }
    int rows = mode.most(x.dim(2));
    int cols = mode.most(x.dim(3));
    if (top > rows || bottom > rows || left > cols || right > cols) {
      throw new IllegalArgumentException(
          "pad2d of %s by %d, %d, %d, %d: %s has at most %d rows and %d columns to show"
              .formatted(x, top, bottom, left, right, mode, Math.max(0, rows), Math.max(0, cols)));
    }
    return Shape.of(
        x.dim(0), x.dim(1), length(top, x.dim(2), bottom), length(left, x.dim(3), right));
  }

  /** Too long an axis is left to the shape to refuse. */
  private static int length(int before, int length, int after) {
    return (int) Math.min((long) before + length + after, Integer.MAX_VALUE);
  }

  /** The pixel that each place of an axis shows. */
  private int[] map(int before, int length, int after) {
    int[] map = new int[before + length + after];
    for (int i = 0; i < map.length; i++) {
      map[i] = mode.pixel(i - before, length);
    }
    return map;
  }

  @Override
  public void forward(Node node) {
    Tensor x = node.input(0);
    int[] rows = map(top, x.dim(2), bottom);
    int[] cols = map(left, x.dim(3), right);
    float[] from = x.array();
    float[] to = node.output().array();
    Planes.forEach(
        x, node.output(), (in, out) -> RESAMPLING.gather(rows, cols, x.dim(3), from, in, to, out));
  }

  @Override
  public void backward(Node node) {
    Tensor dx = node.inputGradient(0);
    int[] rows = map(top, dx.dim(2), bottom);
    int[] cols = map(left, dx.dim(3), right);
    float[] from = node.outputGradient().array();
    float[] to = dx.array();
    Planes.forEach(
        dx,
        node.outputGradient(),
        (in, out) -> RESAMPLING.scatter(rows, cols, dx.dim(3), from, out, to, in));
  }
}
