package io.reverie.op;

import io.reverie.tensor.Node;
import io.reverie.tensor.Op;
import io.reverie.tensor.Shape;
import io.reverie.tensor.Tensor;
import java.util.Arrays;

/**
 * Convolution the other way round: what {@link Conv2d}'s backward does to gradients, done to
 * images. A stride of 2 doubles the size (Zeiler et al. 2010).
 *
 * <p>Inputs are X {@code [n, channels, height, width]}, the weight W {@code [channels, out/groups,
 * kh, kw]} and, where there is one, the bias {@code [out]}; Y is {@code [n, out, oh, ow]} with
 * {@code oh = (height − 1)·stride − 2·padding + dilation·(kh − 1) + outputPadding + 1}.
 *
 * @param stride pixels of Y from one pixel of X to the next
 * @param padding what is cut off all around Y
 * @param outputPadding what Y has more at its ends: several sizes shrink to the same, this chooses
 * @param dilation pixels of Y from one tap of a filter to the next
 * @param groups parts that channels and filters are cut into
 */
public record ConvTranspose2d(
    Pair stride, Pair padding, Pair outputPadding, Pair dilation, int groups) implements Op {
  /** Checks the geometry; output padding must be smaller than the stride or the dilation. */
  public ConvTranspose2d {
    boolean least = stride.atLeast(1) && padding.atLeast(0) && dilation.atLeast(1) && groups >= 1;
    boolean small =
        outputPadding.height() < Math.max(stride.height(), dilation.height())
            && outputPadding.width() < Math.max(stride.width(), dilation.width());
    if (!least || !outputPadding.atLeast(0) || !small) {
      throw new IllegalArgumentException(
          "convTranspose2d with stride %s, padding %s, output padding %s, dilation %s, groups %d:"
                  .formatted(stride, padding, outputPadding, dilation, groups)
              + " at least 1, 0, 0, 1, 1 needed, and output padding below stride or dilation");
    }
  }

  /** The same in both directions. */
  public ConvTranspose2d(int stride, int padding, int outputPadding, int dilation, int groups) {
    this(Pair.of(stride), Pair.of(padding), Pair.of(outputPadding), Pair.of(dilation), groups);
  }

  /** Filters along the last axis only: for images of height 1, which are sequences. */
  public static ConvTranspose2d along(
      int stride, int padding, int outputPadding, int dilation, int groups) {
    return new ConvTranspose2d(
        new Pair(1, stride),
        new Pair(0, padding),
        new Pair(0, outputPadding),
        new Pair(1, dilation),
        groups);
  }

  @Override
  public Shape shape(Shape... in) {
    Shape x = in[0];
    Shape weight = in[1];
    boolean ranks = x.rank() == 4 && weight.rank() == 4;
    if (!ranks || x.dim(1) != weight.dim(0) || x.dim(1) % groups != 0) {
      throw new IllegalArgumentException(
          "convTranspose2d of images %s with filters %s in %d groups: it takes [n, channels,"
                  .formatted(x, weight, groups)
              + " height, width] and [channels, out/groups, kh, kw], channels divisible by groups");
    }
    int out = weight.dim(1) * groups;
    if (in.length > 2 && !in[2].isRow(out)) {
      throw new IllegalArgumentException(
          "convTranspose2d with filters %s and bias %s: the bias must be [%d]"
              .formatted(weight, in[2], out));
    }
    long height =
        length(
            x.dim(2),
            weight.dim(2),
            stride.height(),
            padding.height(),
            outputPadding.height(),
            dilation.height());
    long width =
        length(
            x.dim(3),
            weight.dim(3),
            stride.width(),
            padding.width(),
            outputPadding.width(),
            dilation.width());
    boolean some = weight.dim(2) > 0 && weight.dim(3) > 0 && x.dim(2) > 0 && x.dim(3) > 0;
    if (!some || height < 1 || width < 1) {
      throw new IllegalArgumentException(
          "convTranspose2d of images %s with filters %s, padding %s: nothing is left of the result"
              .formatted(x, weight, padding));
    }
    return Shape.of(
        x.dim(0),
        out,
        (int) Math.min(height, Integer.MAX_VALUE),
        (int) Math.min(width, Integer.MAX_VALUE));
  }

  private static long length(
      int length, int kernel, int stride, int padding, int outputPadding, int dilation) {
    return (length - 1L) * stride - 2L * padding + dilation * (kernel - 1L) + outputPadding + 1;
  }

  /** The filters as they slide over Y, and come to stand on each pixel of X. */
  private Filters filters(Node node) {
    Shape x = node.input(0).shape();
    Shape weight = node.input(1).shape();
    return Filters.of(node.output().shape(), x, weight, stride, padding, dilation, groups);
  }

  @Override
  public long multiplyAdds(Shape output, Shape... in) {
    return (long) in[0].size() * in[1].sizeOf(1, 4);
  }

  @Override
  public void forward(Node node) {
    Tensor y = node.output();
    if (node.inputs() > 2) {
      ChannelBias.fill(node.input(2), y);
    } else {
      Arrays.fill(y.array(), y.offset(), y.offset() + y.size(), 0f);
    }
    Filters filters = filters(node);
    node.hold(filters);
    filters.spread(node.input(0), node.input(1), true, y);
  }

  @Override
  public void backward(Node node) {
    Tensor dy = node.outputGradient();
    Filters filters = node.held(Filters.class);
    if (node.wants(0)) {
      filters.slide(dy, node.input(1), node.inputGradient(0));
    }
    if (node.wants(1)) {
      filters.addWeightGradient(dy, node.input(0), node.inputGradient(1));
    }
    if (node.inputs() > 2 && node.wants(2)) {
      ChannelBias.addSums(dy, node.inputGradient(2));
    }
  }
}
