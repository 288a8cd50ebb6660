package io.reverie.nn;

import io.reverie.tensor.Nullable;
import io.reverie.tensor.Parameter;
import io.reverie.tensor.Tensor;

/**
 * Normalises each channel of each image by itself (Ulyanov, Vedaldi &amp; Lempitsky 2016).
 *
 * @param weight {@code [channels]}, or {@code null} for ones
 * @param bias {@code [channels]}, or {@code null} for zeros
 * @param epsilon what keeps the divisor away from 0
 */
public record InstanceNorm2d(@Nullable Parameter weight, @Nullable Parameter bias, float epsilon)
    implements Layer {
  /** Without weights, which is PyTorch's default. */
  public static InstanceNorm2d plain() {
    return new InstanceNorm2d(null, null, 1e-5f);
  }

  /** With weights that start at 1 and biases that start at 0. */
  public static InstanceNorm2d of(int channels) {
    return new InstanceNorm2d(
        Parameter.of(Tensor.ones(channels)), Parameter.zeros(channels), 1e-5f);
  }

  /** {@code [n, channels, height, width]}, and out the same. */
  @Override
  public Tensor forward(Tensor x) {
    return x.instanceNorm(weight, bias, epsilon);
  }
}
