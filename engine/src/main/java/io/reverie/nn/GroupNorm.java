package io.reverie.nn;

import io.reverie.tensor.Nullable;
import io.reverie.tensor.Parameter;
import io.reverie.tensor.Tensor;

/**
 * Normalises groups of channels of each sample (Wu &amp; He 2018).
 *
 * @param weight {@code [channels]}, or {@code null} for ones
 * @param bias {@code [channels]}, or {@code null} for zeros
 * @param groups into how many groups the channels are cut
 * @param epsilon what keeps the divisor away from 0
 */
public record GroupNorm(
    @Nullable Parameter weight, @Nullable Parameter bias, int groups, float epsilon)
    implements Layer {
  /** Starts as PyTorch's: weights 1, biases 0, epsilon 10⁻⁵. */
  public static GroupNorm of(int groups, int channels) {
    return new GroupNorm(
        Parameter.of(Tensor.ones(channels)), Parameter.zeros(channels), groups, 1e-5f);
  }

  /** {@code [n, channels, …]}, and out the same. */
  @Override
  public Tensor forward(Tensor x) {
    return x.groupNorm(groups, weight, bias, epsilon);
  }
}
