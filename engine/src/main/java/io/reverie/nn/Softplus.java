package io.reverie.nn;

import io.reverie.tensor.Tensor;

/**
 * The smooth rectifier ln(1 + e^(beta·x)) / beta.
 *
 * @param beta how sharp the bend is, not 0
 * @param threshold above which beta · x is large enough for x itself
 */
public record Softplus(float beta, float threshold) implements Layer {
  /** With PyTorch's beta 1 and threshold 20. */
  public static Softplus of() {
    return new Softplus(1, 20);
  }

  @Override
  public Tensor forward(Tensor x) {
    return x.softplus(beta, threshold);
  }
}
