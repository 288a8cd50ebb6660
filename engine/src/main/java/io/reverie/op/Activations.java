package io.reverie.op;

import io.reverie.tensor.Tape;
import io.reverie.tensor.Tensor;

/** Non-linearities that tensors have. */
public sealed interface Activations permits Tensor {
  /** This tensor. */
  Tensor self();

  /** max(x, 0). */
  default Tensor relu() {
    return Tensor.apply(new Relu(), self());
  }

  /** 1 / (1 + e⁻ˣ). */
  default Tensor sigmoid() {
    return Tensor.apply(new Sigmoid(), self());
  }

  /** The hyperbolic tangent. */
  default Tensor tanh() {
    return Tensor.apply(new Tanh(), self());
  }

  /** Softmax along the last axis: each row positive, with sum 1. */
  default Tensor softmax() {
    return Tensor.apply(new Softmax(), self());
  }

  /** Softmax along any axis; another than the last is brought there and back. */
  default Tensor softmax(int axis) {
    return self().shape().axis(axis) == self().shape().rank() - 1
        ? softmax()
        : self().transpose(axis, -1).softmax().transpose(axis, -1);
  }

  /** The logarithm of softmax along any axis. */
  default Tensor logSoftmax(int axis) {
    return self().shape().axis(axis) == self().shape().rank() - 1
        ? logSoftmax()
        : self().transpose(axis, -1).logSoftmax().transpose(axis, -1);
  }

  /** The logarithm of softmax along the last axis. */
  default Tensor logSoftmax() {
    return Tensor.apply(new LogSoftmax(), self());
  }

  /**
   * Dropout with probability p while training; the tensor itself otherwise.
   *
   * @throws IllegalStateException if the training tape has no stream to draw from
   */
  default Tensor dropout(float p) {
    if (!Tape.training() || p == 0) {
      return self();
    }
    return Tensor.apply(new Dropout(p, Tape.randomness()), self());
  }
}
