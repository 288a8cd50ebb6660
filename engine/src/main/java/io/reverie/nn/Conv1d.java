package io.reverie.nn;

import io.reverie.op.Pad2d;
import io.reverie.op.PaddingMode;
import io.reverie.op.Unary;
import io.reverie.tensor.Nullable;
import io.reverie.tensor.Parameter;
import io.reverie.tensor.Rng;
import io.reverie.tensor.Tensor;

/**
 * A layer of filters that slide along sequences.
 *
 * @param weight {@code [out, channels/groups, k]}
 * @param bias {@code [out]}, or {@code null} for none
 * @param geometry stride, padding, dilation and groups, made by {@link io.reverie.op.Conv2d#along}
 * @param border what is put at both ends beforehand, of an image one pixel high, or {@code null}
 */
public record Conv1d(
    Parameter weight,
    @Nullable Parameter bias,
    io.reverie.op.Conv2d geometry,
    @Nullable Pad2d border)
    implements Activated {
  /** Filters whose only padding is their geometry's. */
  public Conv1d(Parameter weight, @Nullable Parameter bias, io.reverie.op.Conv2d geometry) {
    this(weight, bias, geometry, null);
  }

  /** Filters with stride 1 and no padding; starts as PyTorch's. */
  public static Conv1d of(int channels, int out, int kernel, Rng rng) {
    return of(channels, out, kernel, io.reverie.op.Conv2d.along(1, 0, 1, 1), rng);
  }

  /** Filters of any geometry; starts as PyTorch's: even over ±1/√fan-in. */
  public static Conv1d of(
      int channels, int out, int kernel, io.reverie.op.Conv2d geometry, Rng rng) {
    Starts.check("conv1d", channels, out, geometry.groups());
    Parameter weight = Starts.weight(rng, out, channels / geometry.groups(), kernel);
    return new Conv1d(weight, Starts.bias(rng, weight, out), geometry);
  }

  /**
   * Filters with stride 1 whose output is as long as the sequences (PyTorch's {@code
   * padding="same"}): where the padding is odd, one place more at the end.
   */
  public static Conv1d same(
      int channels, int out, int kernel, int dilation, PaddingMode mode, Rng rng) {
    int around = dilation * (kernel - 1);
    return of(channels, out, kernel, io.reverie.op.Conv2d.along(1, 0, dilation, 1), rng)
        .bordered(around / 2, around - around / 2, mode);
  }

  /** The same filters behind so many places of this border at the start and at the end. */
  public Conv1d bordered(int start, int end, PaddingMode mode) {
    return new Conv1d(weight, bias, geometry, new Pad2d(0, 0, start, end, mode));
  }

  /** The same filters without a bias. */
  public Conv1d withoutBias() {
    return new Conv1d(weight, null, geometry, border);
  }

  /**
   * {@code [n, channels, length]} to {@code [n, out, places]}.
   *
   * @throws IllegalArgumentException if the sequences do not fit the filters or their border
   */
  @Override
  public Tensor forward(Tensor x) {
    if (border == null || x.shape().rank() != 3) {
      return x.conv1d(weight, bias, geometry); // Which says what fits.
    }
    Tensor seen = x.reshape(x.dim(0), x.dim(1), 1, x.dim(2)).pad2d(border);
    return seen.reshape(x.dim(0), x.dim(1), seen.dim(3)).conv1d(weight, bias, geometry);
  }

  /** f of the filters' maps, in one operation, such as {@code forward(x, new Relu())}. */
  @Override
  public Tensor forward(Tensor x, Unary activation) {
    return geometry.activation() == null
        ? new Conv1d(weight, bias, geometry.then(activation), border).forward(x)
        : Tensor.apply(activation, forward(x));
  }
}
