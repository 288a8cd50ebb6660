package io.reverie.nn;

import io.reverie.op.Pad2d;
import io.reverie.op.PaddingMode;
import io.reverie.op.Pair;
import io.reverie.op.Unary;
import io.reverie.tensor.Nullable;
import io.reverie.tensor.Parameter;
import io.reverie.tensor.Rng;
import io.reverie.tensor.Tensor;

/**
 * A layer of filters that slide over images.
 *
 * @param weight {@code [out, channels/groups, kh, kw]}
 * @param bias {@code [out]}, or {@code null} for none
 * @param geometry stride, padding, dilation and groups
 * @param border what is put around the images beforehand, or {@code null} for nothing
 */
public record Conv2d(
    Parameter weight,
    @Nullable Parameter bias,
    io.reverie.op.Conv2d geometry,
    @Nullable Pad2d border)
    implements Activated {
  /** Filters whose only padding is their geometry's. */
  public Conv2d(Parameter weight, @Nullable Parameter bias, io.reverie.op.Conv2d geometry) {
    this(weight, bias, geometry, null);
  }

  /** Square filters with stride 1 and no padding; starts as PyTorch's. */
  public static Conv2d of(int channels, int out, int kernel, Rng rng) {
    return of(channels, out, kernel, new io.reverie.op.Conv2d(1, 0, 1, 1), rng);
  }

  /** Square filters with stride 1 and this padding; starts as PyTorch's. */
  public static Conv2d padded(int channels, int out, int kernel, int padding, Rng rng) {
    return of(channels, out, kernel, new io.reverie.op.Conv2d(1, padding, 1, 1), rng);
  }

  /** Square filters of any geometry; starts as PyTorch's: even over ±1/√fan-in. */
  public static Conv2d of(
      int channels, int out, int kernel, io.reverie.op.Conv2d geometry, Rng rng) {
    return of(channels, out, Pair.of(kernel), geometry, rng);
  }

  /** Filters of any size and geometry; starts as PyTorch's: even over ±1/√fan-in. */
  public static Conv2d of(
      int channels, int out, Pair kernel, io.reverie.op.Conv2d geometry, Rng rng) {
    int groups = geometry.groups();
    Starts.check("conv2d", channels, out, groups);
    Parameter weight = Starts.weight(rng, out, channels / groups, kernel.height(), kernel.width());
    return new Conv2d(weight, Starts.bias(rng, weight, out), geometry);
  }

  /**
   * Filters with stride 1 whose output is as large as the images (PyTorch's {@code
   * padding="same"}): where the padding is odd, one pixel more at the end.
   */
  public static Conv2d same(
      int channels, int out, Pair kernel, int dilation, PaddingMode mode, Rng rng) {
    Conv2d filters = of(channels, out, kernel, new io.reverie.op.Conv2d(1, 0, dilation, 1), rng);
    int rows = dilation * (kernel.height() - 1);
    int cols = dilation * (kernel.width() - 1);
    return filters.bordered(new Pad2d(rows / 2, rows - rows / 2, cols / 2, cols - cols / 2, mode));
  }

  /** The same filters behind this border, such as a mirror image instead of zeros. */
  public Conv2d bordered(Pad2d newBorder) {
    return new Conv2d(weight, bias, geometry, newBorder);
  }

  /** The same filters without a bias: for a layer before a norm, which would take it off. */
  public Conv2d withoutBias() {
    return new Conv2d(weight, null, geometry, border);
  }

  /** {@code [n, channels, height, width]} to {@code [n, out, oh, ow]}. */
  @Override
  public Tensor forward(Tensor x) {
    Tensor seen = border == null ? x : x.pad2d(border);
    return bias == null ? seen.conv2d(weight, geometry) : seen.conv2d(weight, bias, geometry);
  }

  /** f of the filters' maps, in one operation, such as {@code forward(x, new Relu())}. */
  @Override
  public Tensor forward(Tensor x, Unary activation) {
    return geometry.activation() == null
        ? new Conv2d(weight, bias, geometry.then(activation), border).forward(x)
        : Tensor.apply(activation, forward(x));
  }
}
