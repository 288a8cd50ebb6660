package io.reverie.op;

import static io.reverie.kernel.Kernels.POOLS;

import io.reverie.kernel.Spans;
import io.reverie.kernel.Window;
import io.reverie.tensor.Node;
import io.reverie.tensor.Shape;
import io.reverie.tensor.Tensor;

/** What the pools share: their geometry along both axes, and what is done with each plane. */
record Pooling(Spans rows, Spans cols) {
  /** A window that slides: its taps and places along both axes. */
  record Slide(Window.Axis y, Window.Axis x) {
    static Slide over(Shape images, Pair kernel, Pair stride, Pair padding, Pair dilation) {
      return new Slide(
          Window.Axis.of(
              images.dim(2), kernel.height(), stride.height(), padding.height(), dilation.height()),
          Window.Axis.of(
              images.dim(3), kernel.width(), stride.width(), padding.width(), dilation.width()));
    }

    /** The shape after the window has slid over images. */
    Shape shape(String name, Shape images, boolean ceil) {
      int height = Spans.places(y, ceil);
      int width = Spans.places(x, ceil);
      if (height < 1 || width < 1) {
        throw new IllegalArgumentException(
            "%s of %s with kernel %s: the kernel is larger than the padded image"
                .formatted(name, images, new Pair(y.kernel(), x.kernel())));
      }
      return Shape.of(images.dim(0), images.dim(1), height, width);
    }

    Pooling pooling(boolean ceil, boolean countPadding) {
      return new Pooling(
          Spans.sliding(y, ceil, countPadding), Spans.sliding(x, ceil, countPadding));
    }
  }

  /** Checks the geometry: padding is at most half the window, so that it always sees the image. */
  static void check(String name, Pair kernel, Pair stride, Pair padding, Pair dilation) {
    boolean least =
        kernel.atLeast(1) && stride.atLeast(1) && padding.atLeast(0) && dilation.atLeast(1);
    if (!least || padding.height() > kernel.height() / 2 || padding.width() > kernel.width() / 2) {
      throw new IllegalArgumentException(
          "%s with kernel %s, stride %s, padding %s, dilation %s: kernel, stride and dilation at"
                  .formatted(name, kernel, stride, padding, dilation)
              + " least 1, padding from 0 to half the kernel");
    }
  }

  /** Checks the number of places that an adaptive pool makes. */
  static void check(String name, Pair output) {
    if (!output.atLeast(1)) {
      throw new IllegalArgumentException(
          "%s to %s: at least one place each way is needed".formatted(name, output));
    }
  }

  /** As many places as asked for, whatever the size of the images. */
  static Pooling adaptive(Shape images, Pair output) {
    return new Pooling(
        Spans.adaptive(images.dim(2), output.height()),
        Spans.adaptive(images.dim(3), output.width()));
  }

  /** The shape after an adaptive pool. */
  static Shape adapted(String name, Shape images, Pair output) {
    Planes.images(name, images);
    return Shape.of(images.dim(0), images.dim(1), output.height(), output.width());
  }

  /** The largest numbers; the node keeps where they stood. */
  void max(Node node) {
    Tensor x = node.input(0);
    Tensor y = node.output();
    node.keepInts(y.size());
    float[] from = x.array();
    float[] to = y.array();
    int[] places = node.keptInts();
    int shift = node.keptIntsOffset() - y.offset();
    Planes.forEach(
        x, y, (in, out) -> POOLS.max(rows, cols, from, in, to, out, places, out + shift));
  }

  /** The way back of {@link #max}: needs no geometry, only the places kept. */
  static void addMaxGradient(Node node) {
    Tensor dy = node.outputGradient();
    float[] from = dy.array();
    int[] places = node.keptInts();
    int shift = node.keptIntsOffset() - dy.offset();
    int plane = dy.dim(2) * dy.dim(3);
    Planes.forEachGradient(
        node, (to, in, out) -> POOLS.maxGradient(plane, from, out, places, out + shift, to, in));
  }

  /** The means. */
  void average(Node node) {
    Tensor x = node.input(0);
    Tensor y = node.output();
    float[] from = x.array();
    float[] to = y.array();
    Planes.forEach(x, y, (in, out) -> POOLS.average(rows, cols, from, in, to, out));
  }

  /** The way back of {@link #average}. */
  void addAverageGradient(Node node) {
    float[] from = node.outputGradient().array();
    Planes.forEachGradient(
        node, (to, in, out) -> POOLS.averageGradient(rows, cols, from, out, to, in));
  }
}
