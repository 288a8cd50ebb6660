package io.reverie.op;

import io.reverie.tensor.Node;
import io.reverie.tensor.Op;
import io.reverie.tensor.Shape;

/**
 * The mean under a window that slides over each channel of images {@code [n, channels, height,
 * width]}.
 *
 * @param kernel the window's size
 * @param stride pixels from one place of the window to the next
 * @param padding zeros around the image; at most half the kernel
 * @param ceil whether a last window that is partly outside of the image counts
 * @param countPadding whether the zeros of the padding count in the mean
 */
public record AvgPool2d(Pair kernel, Pair stride, Pair padding, boolean ceil, boolean countPadding)
    implements Op {
  /** Checks the geometry. */
  public AvgPool2d {
    Pooling.check("average pool", kernel, stride, padding, Pair.of(1));
  }

  /** The same in both directions, whole windows only, the padding counts. */
  public AvgPool2d(int kernel, int stride, int padding) {
    this(Pair.of(kernel), Pair.of(stride), Pair.of(padding), false, true);
  }

  /** A window along the last axis only: for images of height 1, which are sequences. */
  public static AvgPool2d along(int kernel, int stride, int padding) {
    return new AvgPool2d(
        new Pair(1, kernel), new Pair(1, stride), new Pair(0, padding), false, true);
  }

  private Pooling.Slide slide(Shape x) {
    return Pooling.Slide.over(x, kernel, stride, padding, Pair.of(1));
  }

  @Override
  public Shape shape(Shape... in) {
    Shape x = Planes.images("average pool", in[0]);
    return slide(x).shape("average pool", x, ceil);
  }

  @Override
  public void forward(Node node) {
    slide(node.input(0).shape()).pooling(ceil, countPadding).average(node);
  }

  @Override
  public void backward(Node node) {
    slide(node.input(0).shape()).pooling(ceil, countPadding).addAverageGradient(node);
  }
}
