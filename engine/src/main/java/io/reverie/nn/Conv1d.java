package io.reverie.nn;

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
 */
public record Conv1d(Parameter weight, @Nullable Parameter bias, io.reverie.op.Conv2d geometry)
    implements Layer {
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

  /** {@code [n, channels, length]} to {@code [n, out, places]}. */
  @Override
  public Tensor forward(Tensor x) {
    return x.conv1d(weight, bias, geometry);
  }
}
