package io.reverie.op;

import io.reverie.tensor.Node;
import io.reverie.tensor.Op;
import io.reverie.tensor.Shape;

/**
 * The largest number under a window that slides over each channel of images {@code [n, channels,
 * height, width]}; the gradient goes to the place it came from, the first of equals. NaN counts as
 * largest.
 *
 * @param kernel the window's size
 * @param stride pixels from one place of the window to the next
 * @param padding how far the window reaches over the edge; at most half the kernel
 * @param dilation pixels from one tap of the window to the next
 * @param ceil whether a last window that is partly outside of the image counts
 */
public record MaxPool2d(Pair kernel, Pair stride, Pair padding, Pair dilation, boolean ceil)
    implements Op {
  /** Checks the geometry. */
  public MaxPool2d {
    Pooling.check("max-pool", kernel, stride, padding, dilation);
  }

  /** The same in both directions, whole windows only. */
  public MaxPool2d(int kernel, int stride, int padding) {
    this(Pair.of(kernel), Pair.of(stride), Pair.of(padding), Pair.of(1), false);
  }

  /** A window along the last axis only: for images of height 1, which are sequences. */
  public static MaxPool2d along(int kernel, int stride, int padding) {
    return new MaxPool2d(
        new Pair(1, kernel), new Pair(1, stride), new Pair(0, padding), Pair.of(1), false);
  }

  private Pooling.Slide slide(Shape x) {
    return Pooling.Slide.over(x, kernel, stride, padding, dilation);
  }

  @Override
  public Shape shape(Shape... in) {
    Shape x = Planes.images("max-pool", in[0]);
    return slide(x).shape("max-pool", x, ceil);
  }

  @Override
  public void forward(Node node) {
    slide(node.input(0).shape()).pooling(ceil, false).max(node);
  }

  @Override
  public void backward(Node node) {
    Pooling.addMaxGradient(node);
  }
}
