package io.reverie.op;

import io.reverie.tensor.Shape;
import io.reverie.tensor.Tape;
import io.reverie.tensor.Tensor;
import java.util.Arrays;

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

  /** x where it is positive, slope · x elsewhere; PyTorch's slope is 0.01. */
  default Tensor leakyRelu(float slope) {
    return Tensor.apply(new LeakyRelu(slope), self());
  }

  /**
   * The rectifier with learned slopes: one number, or one for each channel, the second axis.
   *
   * @throws IllegalArgumentException if there are more slopes than one and not as many as channels
   */
  default Tensor prelu(Tensor weight) {
    Tensor x = self();
    int rank = x.shape().rank();
    if (weight.size() == 1 || rank < 2 || weight.shape().rank() != 1) {
      return Tensor.apply(new PRelu(), x, weight);
    }
    int[] dims = new int[rank - 1];
    Arrays.fill(dims, 1);
    dims[0] = weight.size();
    return Tensor.apply(new PRelu(), x, weight.window(0, Shape.of(dims)));
  }

  /** x where it is positive, alpha · (eˣ − 1) elsewhere. */
  default Tensor elu(float alpha) {
    return Tensor.apply(new Elu(alpha), self());
  }

  /** x where it is positive, alpha · (e^(x/alpha) − 1) elsewhere. */
  default Tensor celu(float alpha) {
    return Tensor.apply(new Celu(alpha), self());
  }

  /** The self-normalising ELU, with its two constants. */
  default Tensor selu() {
    return Tensor.apply(new Selu(), self());
  }

  /** x · σ(x), also called swish. */
  default Tensor silu() {
    return Tensor.apply(new Silu(), self());
  }

  /** x · Φ(x), exactly, with Φ the normal distribution function. */
  default Tensor gelu() {
    return Tensor.apply(new Gelu(), self());
  }

  /** GELU in its form with tanh. */
  default Tensor geluTanh() {
    return Tensor.apply(new GeluTanh(), self());
  }

  /** x · tanh(ln(1 + eˣ)). */
  default Tensor mish() {
    return Tensor.apply(new Mish(), self());
  }

  /** ln(1 + eˣ), with PyTorch's threshold of 20. */
  default Tensor softplus() {
    return softplus(1, 20);
  }

  /** ln(1 + e^(beta·x)) / beta, and x itself where beta · x is above the threshold. */
  default Tensor softplus(float beta, float threshold) {
    return Tensor.apply(new Softplus(beta, threshold), self());
  }

  /** ln σ(x). */
  default Tensor logSigmoid() {
    return Tensor.apply(new LogSigmoid(), self());
  }

  /** x cut off at two bounds, without slope at them; −1 and 1 are usual. */
  default Tensor hardTanh(float low, float high) {
    return Tensor.apply(new HardTanh(low, high), self());
  }

  /** x cut off at 0 and 6. */
  default Tensor relu6() {
    return hardTanh(0, 6);
  }

  /** x/6 + 1/2, cut off at 0 and 1. */
  default Tensor hardSigmoid() {
    return Tensor.apply(new HardSigmoid(), self());
  }

  /** x · hardSigmoid(x). */
  default Tensor hardSwish() {
    return Tensor.apply(new HardSwish(), self());
  }

  /** x / (1 + |x|). */
  default Tensor softsign() {
    return Tensor.apply(new Softsign(), self());
  }

  /** x − tanh x. */
  default Tensor tanhshrink() {
    return Tensor.apply(new Tanhshrink(), self());
  }

  /** x moved towards 0 by lambda, 0 where it is not further away; PyTorch's lambda is 0.5. */
  default Tensor softshrink(float lambda) {
    return Tensor.apply(new Softshrink(lambda), self());
  }

  /** x, but 0 where |x| ≤ lambda; PyTorch's lambda is 0.5. */
  default Tensor hardshrink(float lambda) {
    return Tensor.apply(new Hardshrink(lambda), self());
  }

  /** x above the threshold, the value at it and below. */
  default Tensor threshold(float threshold, float value) {
    return Tensor.apply(new Threshold(threshold, value), self());
  }

  /** 1 where x ≥ 0, 0 elsewhere; what flows back is the surrogate's slope. */
  default Tensor step(Surrogate surrogate) {
    return Tensor.apply(new Step(surrogate), self());
  }

  /**
   * The first half of an axis times the sigmoid of the second; −1 names the last axis.
   *
   * @throws IllegalArgumentException if the length of the axis is odd
   */
  default Tensor glu(int axis) {
    return Tensor.apply(new Glu(axis), self());
  }

  /**
   * SiLU of the first half of an axis times the second; −1 names the last axis.
   *
   * @throws IllegalArgumentException if the length of the axis is odd
   */
  default Tensor swiGlu(int axis) {
    return Tensor.apply(new SwiGlu(axis), self());
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

  /**
   * Dropout of whole channels, the places of the first two axes, with probability p while training;
   * the tensor itself otherwise.
   *
   * @throws IllegalStateException if the training tape has no stream to draw from
   */
  default Tensor dropoutChannels(float p) {
    if (!Tape.training() || p == 0) {
      return self();
    }
    return Tensor.apply(new DropGroups(p, 2, Tape.randomness()), self());
  }

  /**
   * Dropout of whole samples, the places of the first axis: stochastic depth, in a residual branch.
   *
   * @throws IllegalStateException if the training tape has no stream to draw from
   */
  default Tensor dropPath(float p) {
    if (!Tape.training() || p == 0) {
      return self();
    }
    return Tensor.apply(new DropGroups(p, 1, Tape.randomness()), self());
  }

  /**
   * Dropout that keeps mean and variance behind {@link #selu}, with probability p while training.
   *
   * @throws IllegalStateException if the training tape has no stream to draw from
   */
  default Tensor alphaDropout(float p) {
    if (!Tape.training() || p == 0) {
      return self();
    }
    return Tensor.apply(new AlphaDropout(p, Tape.randomness()), self());
  }
}
