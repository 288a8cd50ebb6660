package io.reverie.op;

import io.reverie.tensor.Nullable;
import io.reverie.tensor.Tensor;

/**
 * Arithmetic that tensors have. Operands broadcast as in NumPy: aligned at the last axis, lengths
 * equal or 1.
 */
public sealed interface Arithmetic permits Tensor {
  /** This tensor. */
  Tensor self();

  /** The sum, element by element. */
  default Tensor add(Tensor other) {
    return Tensor.apply(new Add(), self(), other);
  }

  /** Each element plus a number. */
  default Tensor add(float number) {
    return Tensor.apply(new Affine(1, number), self());
  }

  /** The difference, element by element. */
  default Tensor sub(Tensor other) {
    return Tensor.apply(new Sub(), self(), other);
  }

  /** Each element minus a number. */
  default Tensor sub(float number) {
    return add(-number);
  }

  /** The product, element by element; see {@link #matmul} for the matrix product. */
  default Tensor mul(Tensor other) {
    return Tensor.apply(new Mul(), self(), other);
  }

  /** Each element times a number. */
  default Tensor mul(float number) {
    return Tensor.apply(new Affine(number, 0), self());
  }

  /** The quotient, element by element; infinite or NaN where the divisor is 0. */
  default Tensor div(Tensor other) {
    return Tensor.apply(new Div(), self(), other);
  }

  /** Each element divided by a number. */
  default Tensor div(float number) {
    return mul(1 / number);
  }

  /** −x. */
  default Tensor neg() {
    return mul(-1);
  }

  /** eˣ. */
  default Tensor exp() {
    return Tensor.apply(new Exp(), self());
  }

  /** The natural logarithm; −∞ at 0, NaN below. */
  default Tensor log() {
    return Tensor.apply(new Log(), self());
  }

  /** The square root; NaN below 0. */
  default Tensor sqrt() {
    return Tensor.apply(new Sqrt(), self());
  }

  /** x². */
  default Tensor square() {
    return Tensor.apply(new Square(), self());
  }

  /**
   * The matrix product over the last two axes, as NumPy's and PyTorch's: {@code […, m, k]} times
   * {@code […, k, n]} gives {@code […, m, n]}, where leading axes broadcast. A first operand {@code
   * [k]} is a row and a second one a column, whose axis vanishes from the result.
   *
   * @throws IllegalArgumentException if the inner sizes differ or leading axes do not broadcast
   */
  default Tensor matmul(Tensor other) {
    return MatMul.of(self(), other);
  }

  /** The matrix product with the last two axes of this or the other tensor read transposed. */
  default Tensor matmul(Tensor other, boolean transposeThis, boolean transposeOther) {
    return Tensor.apply(new MatMul(transposeThis, transposeOther), self(), other);
  }

  /** The affine map of a layer without bias: X·Wᵀ; X is {@code […, in]}, W {@code [out, in]}. */
  default Tensor linear(Tensor weight) {
    return Tensor.apply(Linear.PLAIN, self(), weight);
  }

  /** The affine map of a layer: X·Wᵀ + b, with b {@code [out]}. */
  default Tensor linear(Tensor weight, Tensor bias) {
    return Tensor.apply(Linear.PLAIN, self(), weight, bias);
  }

  /** The affine map of a layer and its activation in one: f(X·Wᵀ + b). */
  default Tensor linear(Tensor weight, @Nullable Tensor bias, Unary activation) {
    Linear op = new Linear(activation);
    return bias == null ? Tensor.apply(op, self(), weight) : Tensor.apply(op, self(), weight, bias);
  }

  /** This plus the affine map of another tensor in one: self + X·Wᵀ + b, as beside a shortcut. */
  default Tensor addLinear(Tensor x, Tensor weight, @Nullable Tensor bias) {
    return bias == null
        ? Tensor.apply(Linear.BESIDE, x, weight, self())
        : Tensor.apply(Linear.BESIDE, x, weight, bias, self());
  }
}
