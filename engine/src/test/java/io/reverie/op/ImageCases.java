package io.reverie.op;

import io.reverie.op.Definitions.Definition;
import io.reverie.op.OpCases.Case;
import io.reverie.tensor.Op;
import io.reverie.tensor.Rng;
import io.reverie.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/** Cases of the ops on images: filters, pools, borders, sizes. */
final class ImageCases {
  private static final Pair ZERO = Pair.of(0);
  private static final Pair ONE = Pair.of(1);
  private static final Pair TWO = Pair.of(2);

  private final List<Case> cases = new ArrayList<>();
  private final Rng rng = Rng.of(21);

  private ImageCases() {}

  static List<Case> all() {
    ImageCases all = new ImageCases();
    all.filters();
    all.turnedFilters();
    all.pools();
    all.adaptivePools();
    all.borders();
    all.sizes();
    return all.cases;
  }

  private void filters() {
    conv(new Conv2d(1, 0, 1, 1), dims(2, 3, 5, 5), dims(4, 3, 3, 3));
    conv(new Conv2d(1, 1, 1, 1), dims(1, 1, 4, 6), dims(2, 1, 3, 3));
    conv(new Conv2d(2, 1, 1, 1), dims(1, 2, 6, 5), dims(3, 2, 3, 3));
    conv(new Conv2d(3, 2, 1, 1), dims(1, 1, 7, 5), dims(1, 1, 2, 3));
    conv(new Conv2d(1, 0, 2, 1), dims(1, 2, 7, 6), dims(2, 2, 3, 2));
    conv(new Conv2d(2, 2, 2, 2), dims(2, 4, 5, 6), dims(6, 2, 3, 3));
    conv(
        new Conv2d(new Pair(2, 1), new Pair(0, 2), new Pair(1, 3), 1),
        dims(2, 2, 5, 6),
        dims(3, 2, 2, 3));
    conv(
        new Conv2d(new Pair(1, 3), new Pair(3, 0), new Pair(2, 1), 2),
        dims(1, 2, 4, 7),
        dims(2, 1, 3, 2));
    conv(Conv2d.along(2, 1, 2, 1), dims(2, 3, 1, 9), dims(4, 3, 1, 3));
    conv(new Conv2d(1, 2, 1, 1), dims(1, 1, 1, 1), dims(1, 1, 1, 1));
    conv(new Conv2d(1, 0, 1, 1), dims(1, 2, 3, 4), dims(2, 2, 3, 4));
    // A filter that never touches some of the padding's places.
    conv(new Conv2d(1, 4, 1, 1), dims(1, 1, 2, 2), dims(1, 1, 2, 2));
    // 1×1: the image is its own patches, but not with a stride or a border.
    conv(new Conv2d(1, 0, 1, 1), dims(2, 3, 4, 3), dims(5, 3, 1, 1));
    conv(new Conv2d(1, 0, 1, 2), dims(2, 4, 3, 3), dims(6, 2, 1, 1));
    conv(new Conv2d(2, 0, 1, 1), dims(2, 3, 4, 3), dims(2, 3, 1, 1));
    conv(new Conv2d(1, 1, 1, 1), dims(2, 2, 2, 3), dims(2, 2, 1, 1));
    // Each filter on a channel of its own.
    conv(new Conv2d(1, 1, 1, 4), dims(1, 4, 4, 4), dims(4, 1, 3, 3));
    conv(new Conv2d(2, 1, 2, 3), dims(2, 3, 6, 7), dims(6, 1, 3, 3));
    conv(new Conv2d(1, 2, 1, 2), dims(9, 2, 3, 20), dims(2, 1, 3, 3));
    conv(new Conv2d(1, 0, 1, 3), dims(2, 3, 2, 2), dims(6, 1, 1, 1));
    // More images than one thread adds up at a time, and images that wait for the next.
    conv(new Conv2d(1, 0, 1, 1), dims(9, 1, 3, 3), dims(2, 1, 2, 2));
    conv(new Conv2d(1, 0, 1, 1), dims(17, 1, 2, 2), dims(1, 1, 2, 2));
    conv(new Conv2d(1, 0, 1, 1), dims(0, 1, 3, 3), dims(2, 1, 2, 2));
    conv(new Conv2d(1, 1, 1, 1), dims(2, 3, 16, 17), dims(4, 3, 3, 3));
  }

  private void conv(Conv2d op, int[] x, int[] weight) {
    Definition definition = ImageDefinitions.conv2d(op);
    add(op, definition, unit(x), unit(weight));
    add(op, definition, unit(x), unit(weight), unit(weight[0]));
    Definition tanh = Definitions.then(definition, Math::tanh);
    add(op.then(new Tanh()), tanh, unit(x), unit(weight), unit(weight[0]));
    Definition square = Definitions.then(definition, v -> v * v);
    add(op.then(new Square()), square, unit(x), unit(weight));
  }

  private void turnedFilters() {
    turned(new ConvTranspose2d(1, 0, 0, 1, 1), dims(2, 3, 4, 3), dims(3, 2, 3, 3));
    turned(new ConvTranspose2d(2, 1, 1, 1, 1), dims(2, 2, 3, 4), dims(2, 3, 3, 3));
    turned(new ConvTranspose2d(2, 0, 0, 1, 1), dims(1, 2, 3, 3), dims(2, 2, 2, 2));
    turned(new ConvTranspose2d(1, 1, 2, 3, 2), dims(1, 4, 3, 3), dims(4, 3, 2, 2));
    turned(new ConvTranspose2d(2, 1, 0, 1, 3), dims(2, 3, 3, 3), dims(3, 1, 3, 3));
    turned(new ConvTranspose2d(3, 0, 2, 1, 3), dims(2, 3, 2, 2), dims(3, 2, 2, 2));
    turned(new ConvTranspose2d(1, 0, 0, 1, 1), dims(2, 3, 4, 3), dims(3, 5, 1, 1));
    turned(new ConvTranspose2d(1, 1, 0, 1, 1), dims(1, 1, 3, 3), dims(1, 1, 1, 1));
    turned(ConvTranspose2d.along(2, 1, 1, 1, 1), dims(2, 3, 1, 5), dims(3, 2, 1, 4));
    turned(
        new ConvTranspose2d(new Pair(2, 1), new Pair(1, 0), new Pair(1, 0), new Pair(1, 2), 1),
        dims(1, 2, 3, 4),
        dims(2, 3, 3, 2));
    turned(new ConvTranspose2d(2, 0, 0, 1, 1), dims(9, 1, 2, 2), dims(1, 2, 2, 2));
    turned(new ConvTranspose2d(2, 0, 0, 1, 1), dims(0, 1, 2, 2), dims(1, 2, 2, 2));
  }

  private void turned(ConvTranspose2d op, int[] x, int[] weight) {
    Definition definition = ImageDefinitions.convTranspose2d(op);
    add(op, definition, unit(x), unit(weight));
    add(op, definition, unit(x), unit(weight), unit(weight[1] * op.groups()));
  }

  private void pools() {
    int[][] images = {{2, 3, 5, 6}, {1, 1, 3, 3}, {0, 1, 4, 4}, {40, 3, 9, 9}};
    for (int[] g : new int[][] {{2, 2, 0}, {3, 2, 1}, {2, 1, 0}, {3, 3, 0}, {1, 2, 0}, {2, 3, 1}}) {
      for (int[] x : images) {
        max(new MaxPool2d(g[0], g[1], g[2]), x);
        average(new AvgPool2d(g[0], g[1], g[2]), x);
      }
    }
    max(new MaxPool2d(new Pair(2, 3), new Pair(1, 2), new Pair(1, 0), ONE, false), 2, 2, 4, 7);
    max(new MaxPool2d(Pair.of(3), ONE, ONE, new Pair(2, 1), false), 2, 2, 5, 6);
    max(new MaxPool2d(TWO, TWO, ZERO, ONE, true), 1, 2, 5, 7);
    max(new MaxPool2d(Pair.of(3), TWO, ONE, ONE, true), 1, 2, 6, 8);
    max(new MaxPool2d(TWO, Pair.of(3), ONE, TWO, true), 1, 2, 6, 8);
    max(MaxPool2d.along(3, 2, 1), 2, 3, 1, 10);
    for (boolean ceil : new boolean[] {false, true}) {
      for (boolean count : new boolean[] {false, true}) {
        average(new AvgPool2d(Pair.of(3), TWO, ONE, ceil, count), 1, 2, 6, 8);
        average(
            new AvgPool2d(new Pair(2, 3), new Pair(3, 2), new Pair(1, 0), ceil, count), 2, 1, 5, 6);
        average(new AvgPool2d(TWO, Pair.of(3), ONE, ceil, count), 1, 2, 6, 8);
        average(new AvgPool2d(Pair.of(4), Pair.of(3), ZERO, ceil, count), 1, 1, 4, 6);
      }
    }
    average(AvgPool2d.along(3, 2, 1), 2, 3, 1, 10);
  }

  private void max(MaxPool2d op, int... x) {
    add(op, ImageDefinitions.maxPool2d(op), distinct(x));
  }

  private void average(AvgPool2d op, int... x) {
    add(op, ImageDefinitions.avgPool2d(op), unit(x));
  }

  private void adaptivePools() {
    for (Pair output : new Pair[] {ONE, new Pair(3, 2), new Pair(4, 7), new Pair(9, 3)}) {
      for (int[] x : new int[][] {{2, 3, 7, 5}, {1, 2, 4, 4}, {0, 1, 3, 3}}) {
        add(new AdaptiveAvgPool2d(output), ImageDefinitions.adaptivePool2d(output, false), unit(x));
        add(
            new AdaptiveMaxPool2d(output),
            ImageDefinitions.adaptivePool2d(output, true),
            distinct(x));
      }
    }
  }

  private void borders() {
    for (PaddingMode mode : PaddingMode.values()) {
      for (int[] by : new int[][] {{1, 2, 3, 0}, {0, 0, 0, 0}, {2, 2, 1, 1}, {0, 1, 0, 3}}) {
        Pad2d op = new Pad2d(by[0], by[1], by[2], by[3], mode);
        add(op, ImageDefinitions.pad2d(op), unit(2, 2, 3, 4));
      }
    }
    for (PaddingMode mode : new PaddingMode[] {PaddingMode.ZEROS, PaddingMode.REPLICATE}) {
      Pad2d op = new Pad2d(4, 3, 2, 5, mode);
      add(op, ImageDefinitions.pad2d(op), unit(1, 2, 2, 1));
    }
  }

  private void sizes() {
    for (Interpolation how : Interpolation.values()) {
      for (int[] x : new int[][] {{2, 3, 3, 4}, {1, 1, 1, 1}, {0, 2, 3, 3}, {1, 2, 7, 5}}) {
        size(Upsample.by(2, how), x);
        size(Upsample.by(1.5f, how), x);
        size(Upsample.to(3, 8, how), x);
        size(Upsample.to(1, 2, how), x);
      }
      size(Upsample.by(0.5f, how), 1, 2, 7, 6);
      size(Upsample.by(2.3f, how), 1, 1, 6, 5);
    }
  }

  private void size(Upsample op, int... x) {
    add(op, ImageDefinitions.upsample(op), unit(x));
  }

  private void add(Op op, Definition definition, Tensor... inputs) {
    cases.add(new Case(() -> op, definition, inputs));
  }

  private static int[] dims(int... dims) {
    return dims;
  }

  private Tensor unit(int... dims) {
    return OpCases.window(Tensor.uniform(rng, -1, 1, dims));
  }

  /** Numbers so far apart that a small step does not change which is largest. */
  private Tensor distinct(int... dims) {
    Tensor x = Tensor.zeros(dims);
    int[] order = rng.permutation(x.size());
    for (int i = 0; i < order.length; i++) {
      x.array()[i] = 0.05f * (order[i] - order.length / 2);
    }
    return OpCases.window(x);
  }
}
