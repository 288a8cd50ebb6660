package io.reverie.nn;

import io.reverie.tensor.Parameter;
import io.reverie.tensor.Tensor;

/**
 * Divides the last axes of each sample by their root mean square (Zhang &amp; Sennrich 2019).
 *
 * @param weight of the shape of these axes
 * @param epsilon what keeps the divisor away from 0
 */
public record RmsNorm(Parameter weight, float epsilon) implements Layer {
  /**
   * Over trailing axes of these lengths; weights start at 1, epsilon is float's 2⁻²³ as PyTorch's.
   */
  public static RmsNorm of(int... lengths) {
    return new RmsNorm(Parameter.of(Tensor.ones(lengths)), 0x1p-23f);
  }

  /** {@code […, lengths]}, and out the same. */
  @Override
  public Tensor forward(Tensor x) {
    return x.rmsNorm(weight, epsilon);
  }
}
