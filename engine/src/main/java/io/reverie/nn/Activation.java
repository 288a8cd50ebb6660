package io.reverie.nn;

import io.reverie.op.Gelu;
import io.reverie.op.GeluTanh;
import io.reverie.op.HardSigmoid;
import io.reverie.op.HardSwish;
import io.reverie.op.LogSigmoid;
import io.reverie.op.LogSoftmax;
import io.reverie.op.Mish;
import io.reverie.op.Relu;
import io.reverie.op.Selu;
import io.reverie.op.Sigmoid;
import io.reverie.op.Silu;
import io.reverie.op.Softmax;
import io.reverie.op.Softsign;
import io.reverie.op.Tanh;
import io.reverie.op.Tanhshrink;
import io.reverie.op.Unary;
import io.reverie.tensor.Op;
import io.reverie.tensor.Tensor;

/**
 * The non-linearities without parameters, as layers. Those with some are records: {@link
 * LeakyRelu}, {@link Elu}, {@link Celu}, {@link Softplus}, {@link PRelu}, {@link HardTanh} and so
 * on.
 */
public enum Activation implements Layer {
  /** max(x, 0). */
  RELU(new Relu()),
  /** x cut off at 0 and 6. */
  RELU6(new io.reverie.op.HardTanh(0, 6)),
  /** 1 / (1 + e⁻ˣ). */
  SIGMOID(new Sigmoid()),
  /** ln σ(x). */
  LOG_SIGMOID(new LogSigmoid()),
  /** x/6 + 1/2, cut off at 0 and 1. */
  HARD_SIGMOID(new HardSigmoid()),
  /** The hyperbolic tangent. */
  TANH(new Tanh()),
  /** x − tanh x. */
  TANHSHRINK(new Tanhshrink()),
  /** x / (1 + |x|). */
  SOFTSIGN(new Softsign()),
  /** The self-normalising ELU. */
  SELU(new Selu()),
  /** x · σ(x), also called swish. */
  SILU(new Silu()),
  /** x · hardSigmoid(x). */
  HARD_SWISH(new HardSwish()),
  /** x · tanh(ln(1 + eˣ)). */
  MISH(new Mish()),
  /** x · Φ(x), exactly. */
  GELU(new Gelu()),
  /** GELU in its form with tanh. */
  GELU_TANH(new GeluTanh()),
  /** Softmax along the last axis. */
  SOFTMAX(new Softmax()),
  /** The logarithm of softmax along the last axis. */
  LOG_SOFTMAX(new LogSoftmax());

  private final Op function;

  Activation(Op function) {
    this.function = function;
  }

  @Override
  public Tensor forward(Tensor x) {
    return Tensor.apply(function, x);
  }

  /** Whether it is a function of each element, which an operation before it may do as well. */
  boolean ofElements() {
    return function instanceof Unary;
  }

  /** The function of each element. */
  Unary elementwise() {
    return (Unary) function;
  }
}
