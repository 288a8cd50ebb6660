package io.reverie.nn;

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
 */
public record Conv2d(Parameter weight, @Nullable Parameter bias, io.reverie.op.Conv2d geometry)
    implements Layer {
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
    if (channels % geometry.groups() != 0 || out % geometry.groups() != 0) {
      throw new IllegalArgumentException(
          "conv2d from %d to %d channels in %d groups: both must be divisible by the groups"
              .formatted(channels, out, geometry.groups()));
    }
    int fanIn = channels / geometry.groups() * kernel * kernel;
    Parameter weight =
        Initializer.torch().parameter(rng, out, channels / geometry.groups(), kernel, kernel);
    Initializer biases = Initializer.uniform((float) (1 / Math.sqrt(fanIn)));
    return new Conv2d(weight, biases.parameter(rng, out), geometry);
  }

  /** {@code [n, channels, height, width]} to {@code [n, out, oh, ow]}. */
  @Override
  public Tensor forward(Tensor x) {
    return bias == null ? x.conv2d(weight, geometry) : x.conv2d(weight, bias, geometry);
  }
}
