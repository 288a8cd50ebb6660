package io.reverie.nn;

import io.reverie.tensor.Nullable;
import io.reverie.tensor.Parameter;
import io.reverie.tensor.Tensor;

/**
 * Normalises each channel: by the batch's mean and variance while training, by the running ones in
 * use (Ioffe &amp; Szegedy 2015).
 *
 * @param weight {@code [channels]}, or {@code null} for ones
 * @param bias {@code [channels]}, or {@code null} for zeros
 * @param runningMean {@code [channels]}, moved while training
 * @param runningVar {@code [channels]}, moved while training
 * @param momentum how far the running numbers move towards the batch's
 * @param epsilon what keeps the divisor away from 0
 */
public record BatchNorm1d(
    @Nullable Parameter weight,
    @Nullable Parameter bias,
    Tensor runningMean,
    Tensor runningVar,
    float momentum,
    float epsilon)
    implements Layer {
  /** Starts as PyTorch's: weights 1, biases 0, momentum 0.1, epsilon 10⁻⁵. */
  public static BatchNorm1d of(int channels) {
    return new BatchNorm1d(
        Parameter.of(Tensor.ones(channels)),
        Parameter.zeros(channels),
        Tensor.zeros(channels),
        Tensor.ones(channels),
        0.1f,
        1e-5f);
  }

  /** {@code [n, channels]} or {@code [n, channels, length]}, and out the same. */
  @Override
  public Tensor forward(Tensor x) {
    if (x.shape().rank() != 2 && x.shape().rank() != 3) {
      throw new IllegalArgumentException(
          "batchNorm1d of %s: it takes [n, channels] or [n, channels, length]"
              .formatted(x.shape()));
    }
    return x.batchNorm(weight, bias, runningMean, runningVar, momentum, epsilon);
  }
}
