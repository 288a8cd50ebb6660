package io.reverie.nn;

import io.reverie.tensor.Nullable;
import io.reverie.tensor.Parameter;
import io.reverie.tensor.Rng;
import io.reverie.tensor.Tensor;

/**
 * A layer that is linear in each of two inputs: y[o] = x₁ · W[o] · x₂ + b[o].
 *
 * @param weight {@code [out, in1, in2]}
 * @param bias {@code [out]}, or {@code null} for none
 */
public record Bilinear(Parameter weight, @Nullable Parameter bias) implements Layer {
  /** A layer that starts as PyTorch's does: weights and bias even over ±1/√in1. */
  public static Bilinear of(int in1, int in2, int out, Rng rng) {
    Initializer start = Initializer.uniform((float) (1 / Math.sqrt(in1)));
    return new Bilinear(start.parameter(rng, out, in1, in2), start.parameter(rng, out));
  }

  /** The same layer without its bias. */
  public Bilinear withoutBias() {
    return new Bilinear(weight, null);
  }

  /** Both inputs are x: a quadratic form for each output, where in1 and in2 are equal. */
  @Override
  public Tensor forward(Tensor x) {
    return forward(x, x);
  }

  /**
   * {@code […, in1]} and {@code […, in2]} to {@code […, out]}.
   *
   * @throws IllegalArgumentException if the inputs differ in more than the last axis, or that is
   *     not the weight's
   */
  public Tensor forward(Tensor x1, Tensor x2) {
    int out = weight.dim(0);
    int in1 = weight.dim(1);
    int in2 = weight.dim(2);
    int rank = x1.shape().rank();
    if (rank < 1 || x1.dim(-1) != in1 || !x1.shape().with(-1, in2).equals(x2.shape())) {
      throw new IllegalArgumentException(
          "bilinear of %s and %s with weight %s: […, %d] and […, %d] are needed, all else equal"
              .formatted(x1.shape(), x2.shape(), weight.shape(), in1, in2));
    }
    int rows = x1.shape().sizeOf(0, rank - 1);
    Tensor forms = x2.reshape(rows, in2).linear(weight.reshape(out * in1, in2));
    Tensor y = forms.reshape(rows, out, in1).matmul(x1.reshape(rows, in1, 1));
    Tensor shaped = y.reshape(x1.shape().with(-1, out).dims());
    return bias == null ? shaped : shaped.add(bias);
  }
}
