package io.reverie.nn;

import io.reverie.tensor.Nullable;
import io.reverie.tensor.Parameter;
import io.reverie.tensor.Rng;
import io.reverie.tensor.Tensor;

/**
 * A layer of filters that makes images larger: {@link Conv2d} the other way round.
 *
 * @param weight {@code [channels, out/groups, kh, kw]}
 * @param bias {@code [out]}, or {@code null} for none
 * @param geometry stride, padding, output padding, dilation and groups
 */
public record ConvTranspose2d(
    Parameter weight, @Nullable Parameter bias, io.reverie.op.ConvTranspose2d geometry)
    implements Layer {
  /** Filters with stride 1 and nothing cut off; starts as PyTorch's. */
  public static ConvTranspose2d of(int channels, int out, int kernel, Rng rng) {
    return of(channels, out, kernel, new io.reverie.op.ConvTranspose2d(1, 0, 0, 1, 1), rng);
  }

  /** Filters of any geometry; starts as PyTorch's: even over ±1/√(out/groups · taps). */
  public static ConvTranspose2d of(
      int channels, int out, int kernel, io.reverie.op.ConvTranspose2d geometry, Rng rng) {
    Starts.check("convTranspose2d", channels, out, geometry.groups());
    Parameter weight = Starts.weight(rng, channels, out / geometry.groups(), kernel, kernel);
    return new ConvTranspose2d(weight, Starts.bias(rng, weight, out), geometry);
  }

  /** {@code [n, channels, height, width]} to {@code [n, out, oh, ow]}. */
  @Override
  public Tensor forward(Tensor x) {
    return x.convTranspose2d(weight, bias, geometry);
  }
}
