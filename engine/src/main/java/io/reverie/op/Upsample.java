package io.reverie.op;

import static io.reverie.kernel.Kernels.RESAMPLING;

import io.reverie.kernel.Taps;
import io.reverie.tensor.Node;
import io.reverie.tensor.Nullable;
import io.reverie.tensor.Op;
import io.reverie.tensor.Shape;
import io.reverie.tensor.Tensor;

/**
 * Images {@code [n, channels, height, width]} in another size, larger or smaller.
 *
 * @param size the new height and width, or {@code null} to multiply by the factor
 * @param factor how many times larger an axis becomes, rounded down; unused with a size
 * @param how how the image is read between its pixels
 */
public record Upsample(@Nullable Pair size, float factor, Interpolation how) implements Op {
  /** Checks that the size or the factor is positive. */
  public Upsample {
    boolean fits = size != null ? size.atLeast(1) : factor > 0 && Float.isFinite(factor);
    if (!fits) {
      throw new IllegalArgumentException(
          "upsample to size %s by factor %s: a size of at least 1, or a positive factor is needed"
              .formatted(size, factor));
    }
  }

  /** To this size. */
  public static Upsample to(int height, int width, Interpolation how) {
    return new Upsample(new Pair(height, width), 0, how);
  }

  /** By this factor in both directions. */
  public static Upsample by(float factor, Interpolation how) {
    return new Upsample(null, factor, how);
  }

  @Override
  public Shape shape(Shape... in) {
    Shape x = Planes.images("upsample", in[0]);
    if (size != null) {
      return Shape.of(x.dim(0), x.dim(1), size.height(), size.width());
    }
    int height = (int) Math.floor((double) x.dim(2) * factor);
    int width = (int) Math.floor((double) x.dim(3) * factor);
    if (height < 1 || width < 1) {
      throw new IllegalArgumentException(
          "upsample of %s by factor %s: nothing would be left".formatted(x, factor));
    }
    return Shape.of(x.dim(0), x.dim(1), height, width);
  }

  /** Pixels of the image from one place to the next: by the factor that was asked for. */
  private double step(int length, int places) {
    return size != null ? (double) length / places : 1.0 / factor;
  }

  /** The nearest pixels, found in float as PyTorch does it, so that ties fall alike. */
  private int[] nearest(int length, int places) {
    int[] map = new int[places];
    float step = size != null ? (float) length / places : (float) (1.0 / factor);
    for (int i = 0; i < places; i++) {
      map[i] = Math.min((int) (i * step), length - 1);
    }
    return map;
  }

  private Taps taps(int length, int places) {
    boolean corners = how == Interpolation.BILINEAR_CORNERS;
    return Taps.linear(length, places, step(length, places), corners);
  }

  @Override
  public void forward(Node node) {
    Tensor x = node.input(0);
    Tensor y = node.output();
    float[] from = x.array();
    float[] to = y.array();
    int width = x.dim(3);
    if (how == Interpolation.NEAREST) {
      int[] rows = nearest(x.dim(2), y.dim(2));
      int[] cols = nearest(width, y.dim(3));
      Planes.forEach(x, y, (in, out) -> RESAMPLING.gather(rows, cols, width, from, in, to, out));
    } else {
      Taps rows = taps(x.dim(2), y.dim(2));
      Taps cols = taps(width, y.dim(3));
      Planes.forEach(x, y, (in, out) -> RESAMPLING.interpolate(rows, cols, from, in, to, out));
    }
  }

  @Override
  public void backward(Node node) {
    Tensor dx = node.inputGradient(0);
    Tensor dy = node.outputGradient();
    float[] from = dy.array();
    float[] to = dx.array();
    int width = dx.dim(3);
    if (how == Interpolation.NEAREST) {
      int[] rows = nearest(dx.dim(2), dy.dim(2));
      int[] cols = nearest(width, dy.dim(3));
      Planes.forEach(dx, dy, (in, out) -> RESAMPLING.scatter(rows, cols, width, from, out, to, in));
    } else {
      Taps rows = taps(dx.dim(2), dy.dim(2));
      Taps cols = taps(width, dy.dim(3));
      Planes.forEach(
          dx, dy, (in, out) -> RESAMPLING.interpolateGradient(rows, cols, from, out, to, in));
    }
  }
}
