package io.reverie.nn;

import io.reverie.op.Unary;
import io.reverie.tensor.Nullable;
import io.reverie.tensor.Parameter;
import io.reverie.tensor.Rng;
import io.reverie.tensor.Tensor;

/**
 * A layer of linear neurons: y = x·Wᵀ + b.
 *
 * @param weight {@code [out, in]}
 * @param bias {@code [out]}, or {@code null} for none
 */
public record Linear(Parameter weight, @Nullable Parameter bias) implements Activated {
  /** A layer that starts as PyTorch's does: weights and bias even over ±1/√in. */
  public static Linear of(int in, int out, Rng rng) {
    Initializer start = Initializer.torch();
    Parameter weight = start.parameter(rng, out, in);
    return new Linear(weight, Initializer.uniform((float) (1 / Math.sqrt(in))).parameter(rng, out));
  }

  /** A layer whose weights start by this initialiser, and whose bias starts at 0. */
  public static Linear of(int in, int out, Rng rng, Initializer start) {
    return new Linear(start.parameter(rng, out, in), Parameter.zeros(out));
  }

  /** A layer without bias that starts as PyTorch's does. */
  public static Linear withoutBias(int in, int out, Rng rng) {
    return new Linear(Initializer.torch().parameter(rng, out, in), null);
  }

  /** {@code […, in]} to {@code […, out]}. */
  @Override
  public Tensor forward(Tensor x) {
    return bias == null ? x.linear(weight) : x.linear(weight, bias);
  }

  /** f(x·Wᵀ + b) in one operation, such as {@code forward(x, new Relu())}. */
  @Override
  public Tensor forward(Tensor x, Unary activation) {
    return x.linear(weight, bias, activation);
  }

  /** A shortcut plus x·Wᵀ + b, in one operation; the shortcut has the shape of what is added. */
  public Tensor addTo(Tensor shortcut, Tensor x) {
    return shortcut.addLinear(x, weight, bias);
  }
}
