package io.reverie.nn;

import io.reverie.tensor.Tensor;
import java.util.function.UnaryOperator;

/**
 * The non-linearities without parameters, as layers. Those with some are records: {@link
 * LeakyRelu}, {@link Elu}, {@link Celu}, {@link Softplus}, {@link PRelu}, {@link HardTanh} and so
 * on.
 */
public enum Activation implements Layer {
  /** max(x, 0). */
  RELU(Tensor::relu),
  /** x cut off at 0 and 6. */
  RELU6(Tensor::relu6),
  /** 1 / (1 + e⁻ˣ). */
  SIGMOID(Tensor::sigmoid),
  /** ln σ(x). */
  LOG_SIGMOID(Tensor::logSigmoid),
  /** x/6 + 1/2, cut off at 0 and 1. */
  HARD_SIGMOID(Tensor::hardSigmoid),
  /** The hyperbolic tangent. */
  TANH(Tensor::tanh),
  /** x − tanh x. */
  TANHSHRINK(Tensor::tanhshrink),
  /** x / (1 + |x|). */
  SOFTSIGN(Tensor::softsign),
  /** The self-normalising ELU. */
  SELU(Tensor::selu),
  /** x · σ(x), also called swish. */
  SILU(Tensor::silu),
  /** x · hardSigmoid(x). */
  HARD_SWISH(Tensor::hardSwish),
  /** x · tanh(ln(1 + eˣ)). */
  MISH(Tensor::mish),
  /** x · Φ(x), exactly. */
  GELU(Tensor::gelu),
  /** GELU in its form with tanh. */
  GELU_TANH(Tensor::geluTanh),
  /** Softmax along the last axis. */
  SOFTMAX(Tensor::softmax),
  /** The logarithm of softmax along the last axis. */
  LOG_SOFTMAX(Tensor::logSoftmax);

  private final UnaryOperator<Tensor> function;

  Activation(UnaryOperator<Tensor> function) {
    this.function = function;
  }

  @Override
  public Tensor forward(Tensor x) {
    return function.apply(x);
  }
}
