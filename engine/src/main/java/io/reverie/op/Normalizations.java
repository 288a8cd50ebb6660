package io.reverie.op;

import io.reverie.tensor.Nullable;
import io.reverie.tensor.Tape;
import io.reverie.tensor.Tensor;

/** Ways that tensors have to be brought to mean 0 and deviation 1. */
public sealed interface Normalizations permits Tensor {
  /** This tensor. */
  Tensor self();

  /**
   * Each channel of {@code [n, channels, …]} normalised: while training by the batch's mean and
   * variance, towards which the running ones move; by the running ones otherwise.
   *
   * @param weight {@code [channels]}, or {@code null} for ones
   * @param bias {@code [channels]}, or {@code null} for zeros
   */
  default Tensor batchNorm(
      @Nullable Tensor weight,
      @Nullable Tensor bias,
      Tensor runningMean,
      Tensor runningVar,
      float momentum,
      float epsilon) {
    BatchNorm op = new BatchNorm(runningMean, runningVar, momentum, epsilon, Tape.training());
    return Norm.apply("batchNorm", op, self(), weight, bias);
  }

  /**
   * Groups of channels of each sample of {@code [n, channels, …]} normalised.
   *
   * @param weight {@code [channels]}, or {@code null} for ones
   * @param bias {@code [channels]}, or {@code null} for zeros
   */
  default Tensor groupNorm(
      int groups, @Nullable Tensor weight, @Nullable Tensor bias, float epsilon) {
    return Norm.apply("groupNorm", new GroupNorm(groups, epsilon), self(), weight, bias);
  }

  /** Each channel of each sample of {@code [n, channels, …]} normalised. */
  default Tensor instanceNorm(@Nullable Tensor weight, @Nullable Tensor bias, float epsilon) {
    int channels = self().shape().rank() < 2 ? 1 : Math.max(1, self().dim(1));
    return groupNorm(channels, weight, bias, epsilon);
  }

  /** The last {@code axes} axes normalised together, by themselves. */
  default Tensor layerNorm(int axes, float epsilon) {
    return Tensor.apply(new LayerNorm(axes, epsilon), self());
  }

  /** The last axes normalised, times a weight of their shape, plus a bias if there is one. */
  default Tensor layerNorm(Tensor weight, @Nullable Tensor bias, float epsilon) {
    LayerNorm op = new LayerNorm(Math.max(1, weight.shape().rank()), epsilon);
    return bias == null ? Tensor.apply(op, self(), weight) : Tensor.apply(op, self(), weight, bias);
  }

  /** The last {@code axes} axes divided by their root mean square. */
  default Tensor rmsNorm(int axes, float epsilon) {
    return Tensor.apply(new RmsNorm(axes, epsilon), self());
  }

  /** The last axes divided by their root mean square, times a weight of their shape. */
  default Tensor rmsNorm(Tensor weight, float epsilon) {
    return Tensor.apply(new RmsNorm(Math.max(1, weight.shape().rank()), epsilon), self(), weight);
  }
}
