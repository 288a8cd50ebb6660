package io.reverie.nn;

import io.reverie.tensor.Nullable;
import io.reverie.tensor.Parameter;
import io.reverie.tensor.Tensor;

/**
 * Normalises the last axes of each sample by themselves (Ba, Kiros &amp; Hinton 2016).
 *
 * @param weight of the shape of these axes
 * @param bias of the same shape, or {@code null} for none
 * @param epsilon what keeps the divisor away from 0
 */
public record LayerNorm(Parameter weight, @Nullable Parameter bias, float epsilon)
    implements Layer {
  /** Over trailing axes of these lengths; starts as PyTorch's: weights 1, biases 0. */
  public static LayerNorm of(int... lengths) {
    return new LayerNorm(Parameter.of(Tensor.ones(lengths)), Parameter.zeros(lengths), 1e-5f);
  }

  /** The same without bias. */
  public static LayerNorm withoutBias(int... lengths) {
    return new LayerNorm(Parameter.of(Tensor.ones(lengths)), null, 1e-5f);
  }

  /** {@code […, lengths]}, and out the same. */
  @Override
  public Tensor forward(Tensor x) {
    return x.layerNorm(weight, bias, epsilon);
  }
}
