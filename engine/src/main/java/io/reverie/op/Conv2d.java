package io.reverie.op;

import io.reverie.kernel.Parallel;
import io.reverie.kernel.Window;
import io.reverie.tensor.Node;
import io.reverie.tensor.Nullable;
import io.reverie.tensor.Op;
import io.reverie.tensor.Shape;
import io.reverie.tensor.Tensor;

/**
 * Convolution of images with filters, in the field's sense: cross-correlation. An activation may
 * follow: maps get it, as their bias, before they leave the cache.
 *
 * <p>Inputs are X {@code [n, channels, height, width]}, the weight W {@code [out, channels/groups,
 * kh, kw]} and, where there is one, the bias {@code [out]}; Y is {@code [n, out, oh, ow]}. Padding
 * is with zeros, as much at the start of an axis as at its end; for other borders pad by {@link
 * Pad2d} first.
 *
 * @param stride pixels from one place of the filter to the next
 * @param padding zeros around the image
 * @param dilation pixels from one tap of the filter to the next
 * @param groups parts that channels and filters are cut into; each filter sees its part only
 * @param activation what becomes of the maps' numbers, or {@code null} for nothing
 */
public record Conv2d(
    Pair stride, Pair padding, Pair dilation, int groups, @Nullable Unary activation)
    implements Op {
  /** Checks the geometry: stride, dilation and groups at least 1, padding at least 0. */
  public Conv2d {
    if (!stride.atLeast(1) || !padding.atLeast(0) || !dilation.atLeast(1) || groups < 1) {
      throw new IllegalArgumentException(
          "conv2d with stride %s, padding %s, dilation %s, groups %d: at least 1, 0, 1, 1 needed"
              .formatted(stride, padding, dilation, groups));
    }
  }

  /** Without an activation. */
  public Conv2d(Pair stride, Pair padding, Pair dilation, int groups) {
    this(stride, padding, dilation, groups, null);
  }

  /** The same in both directions. */
  public Conv2d(int stride, int padding, int dilation, int groups) {
    this(Pair.of(stride), Pair.of(padding), Pair.of(dilation), groups);
  }

  /** Filters that slide along the last axis only: for images of height 1, which are sequences. */
  public static Conv2d along(int stride, int padding, int dilation, int groups) {
    return new Conv2d(new Pair(1, stride), new Pair(0, padding), new Pair(1, dilation), groups);
  }

  /** The same with this activation behind it. */
  public Conv2d then(Unary newActivation) {
    return new Conv2d(stride, padding, dilation, groups, newActivation);
  }

  @Override
  public Shape shape(Shape... in) {
    Shape x = in[0];
    Shape weight = in[1];
    boolean ranks = x.rank() == 4 && weight.rank() == 4;
    if (!ranks || x.dim(1) != weight.dim(1) * groups || weight.dim(0) % groups != 0) {
      throw new IllegalArgumentException(
          "conv2d of images %s with filters %s in %d groups: it takes [n, channels, height, width]"
                  .formatted(x, weight, groups)
              + " and [out, channels/groups, kh, kw], channels and out divisible by groups");
    }
    if (in.length > 2 && !in[2].isRow(weight.dim(0))) {
      throw new IllegalArgumentException(
          "conv2d with filters %s and bias %s: the bias must be [%d]"
              .formatted(weight, in[2], weight.dim(0)));
    }
    if (weight.dim(2) < 1 || weight.dim(3) < 1) {
      throw new IllegalArgumentException(
          "conv2d with filters %s: they need at least one tap".formatted(weight));
    }
    int height =
        Window.Axis.places(
            x.dim(2), weight.dim(2), stride.height(), padding.height(), dilation.height());
    int width =
        Window.Axis.places(
            x.dim(3), weight.dim(3), stride.width(), padding.width(), dilation.width());
    if (height < 1 || width < 1) {
      throw new IllegalArgumentException(
          "conv2d of images %s with filters %s, padding %s, dilation %s: the filter is larger than"
                  .formatted(x, weight, padding, dilation)
              + " the padded image");
    }
    return Shape.of(x.dim(0), weight.dim(0), height, width);
  }

  private Filters filters(Node node) {
    Shape x = node.input(0).shape();
    Shape weight = node.input(1).shape();
    return Filters.of(x, node.output().shape(), weight, stride, padding, dilation, groups);
  }

  @Override
  public long multiplyAdds(Shape output, Shape... in) {
    return (long) output.size() * in[1].sizeOf(1, 4);
  }

  /** Says what is fused: {@code Conv2d + Relu}. */
  @Override
  public String name() {
    return "Conv2d" + (activation == null ? "" : " + " + activation.name());
  }

  @Override
  public void forward(Node node) {
    Tensor x = node.input(0);
    Tensor weight = node.input(1);
    Tensor bias = node.inputs() > 2 ? node.input(2) : null;
    Tensor y = node.output();
    Filters filters = filters(node);
    node.hold(filters);
    if (activation == null) {
      filters.slide(x, weight, bias, null, y.array(), y.offset());
      return;
    }
    Unary f = activation;
    Finish finish = Finish.of(node, f, null);
    if (finish.inPlace()) {
      filters.slide(
          x, weight, bias, (n, c, at) -> Elements.map(f, n, c, at, c, at), y.array(), y.offset());
    } else {
      filters.slide(x, weight, bias, null, finish.z(), finish.zo());
      Parallel.chunks(
          y.size(),
          Unary.GRAIN,
          (from, to) -> finish.finish(to - from, finish.z(), finish.zo() + from));
    }
    finish.end();
  }

  @Override
  public void backward(Node node) {
    Tensor dy = activation == null ? node.outputGradient() : slopes(node, activation);
    Filters filters = node.held(Filters.class);
    if (node.wants(0)) {
      boolean sets = node.setsGradient(0);
      filters.spread(dy, node.input(1), !sets, node.inputGradient(0));
    }
    if (node.wants(1)) {
      filters.addWeightGradient(node.input(0), dy, node.inputGradient(1));
    }
    if (node.inputs() > 2 && node.wants(2)) {
      ChannelBias.addSums(dy, node.inputGradient(2));
    }
  }

  private static Tensor slopes(Node node, Unary activation) {
    return Tensor.of(Finish.slopes(node, activation), 0, node.output().shape());
  }
}
