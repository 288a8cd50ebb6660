package io.reverie.op;

import static io.reverie.kernel.Kernels.IMAGES;

import io.reverie.kernel.Images.Window;
import io.reverie.kernel.Parallel;
import io.reverie.tensor.Node;
import io.reverie.tensor.Op;
import io.reverie.tensor.Shape;
import io.reverie.tensor.Tensor;

/**
 * The largest number under a window that slides over each channel of images {@code [n, channels,
 * height, width]}; the gradient goes to the place it came from, the first of equals.
 */
public record MaxPool2d(int kernel, int stride, int padding) implements Op {
  /** Checks the geometry: padding is at most half the kernel, so that a window sees the image. */
  public MaxPool2d {
    if (kernel < 1 || stride < 1 || padding < 0 || 2 * padding > kernel) {
      throw new IllegalArgumentException(
          "max-pool with kernel %d, stride %d, padding %d: kernel and stride at least 1, padding"
                  .formatted(kernel, stride, padding)
              + " from 0 to half the kernel");
    }
  }

  @Override
  public Shape shape(Shape... in) {
    Shape x = in[0];
    if (x.rank() != 4 || x.dim(2) == 0 || x.dim(3) == 0) {
      throw new IllegalArgumentException(
          "max-pool of %s: it takes images [n, channels, height, width] with at least one pixel"
              .formatted(x));
    }
    Window w = window(x);
    if (w.outHeight() < 1 || w.outWidth() < 1) {
      throw new IllegalArgumentException(
          "max-pool of %s with kernel %d: the kernel is larger than the padded image"
              .formatted(x, kernel));
    }
    return Shape.of(x.dim(0), x.dim(1), w.outHeight(), w.outWidth());
  }

  private Window window(Shape x) {
    return new Window(x.dim(1), x.dim(2), x.dim(3), kernel, kernel, stride, padding, 1);
  }

  @Override
  public void forward(Node node) {
    Tensor x = node.input(0);
    Tensor y = node.output();
    node.keepInts(y.size());
    Window w = window(x.shape());
    float[] from = x.array();
    float[] to = y.array();
    int[] places = node.keptInts();
    int xo = x.offset();
    int yo = y.offset();
    int po = node.keptIntsOffset();
    int inSize = x.shape().sizeOf(1, 4);
    int outSize = y.shape().sizeOf(1, 4);
    Parallel.chunks(
        x.dim(0),
        1,
        (i, end) ->
            IMAGES.maxPool(
                w, from, xo + i * inSize, to, yo + i * outSize, places, po + i * outSize));
  }

  @Override
  public void backward(Node node) {
    Tensor dx = node.inputGradient(0);
    Tensor dy = node.outputGradient();
    float[] to = dx.array();
    float[] from = dy.array();
    int[] places = node.keptInts();
    int inSize = dx.shape().sizeOf(1, 4);
    int outSize = dy.shape().sizeOf(1, 4);
    for (int i = 0; i < dy.size(); i++) {
      int image = dx.offset() + i / outSize * inSize;
      to[image + places[node.keptIntsOffset() + i]] += from[dy.offset() + i];
    }
  }
}
