package io.reverie.op;

import io.reverie.tensor.Tensor;

/**
 * Comparisons, and what is done with the masks that they make. A mask is a tensor of 1 (set) and 0;
 * where one is read, everything but 0 is set. Operands broadcast. Nothing is differentiated through
 * a mask.
 */
public sealed interface Masks permits Tensor {
  /** This tensor. */
  Tensor self();

  /** The mask of where this equals the other tensor. */
  default Tensor eq(Tensor other) {
    return Tensor.apply(new Equal(), self().detach(), other.detach());
  }

  /** The mask of where this equals a number. */
  default Tensor eq(float number) {
    return eq(Tensor.scalar(number));
  }

  /** The mask of where this differs from the other tensor. */
  default Tensor ne(Tensor other) {
    return Tensor.apply(new NotEqual(), self().detach(), other.detach());
  }

  /** The mask of where this differs from a number. */
  default Tensor ne(float number) {
    return ne(Tensor.scalar(number));
  }

  /** The mask of where this is less than the other tensor. */
  default Tensor lt(Tensor other) {
    return Tensor.apply(new Less(), self().detach(), other.detach());
  }

  /** The mask of where this is less than a number. */
  default Tensor lt(float number) {
    return lt(Tensor.scalar(number));
  }

  /** The mask of where this is at most the other tensor. */
  default Tensor le(Tensor other) {
    return Tensor.apply(new LessOrEqual(), self().detach(), other.detach());
  }

  /** The mask of where this is at most a number. */
  default Tensor le(float number) {
    return le(Tensor.scalar(number));
  }

  /** The mask of where this is above the other tensor. */
  default Tensor gt(Tensor other) {
    return Tensor.apply(new Less(), other.detach(), self().detach());
  }

  /** The mask of where this is above a number. */
  default Tensor gt(float number) {
    return gt(Tensor.scalar(number));
  }

  /** The mask of where this is at least the other tensor. */
  default Tensor ge(Tensor other) {
    return Tensor.apply(new LessOrEqual(), other.detach(), self().detach());
  }

  /** The mask of where this is at least a number. */
  default Tensor ge(float number) {
    return ge(Tensor.scalar(number));
  }

  /** The mask of what is not a number. */
  default Tensor isNan() {
    return Tensor.apply(new IsNan(), self().detach());
  }

  /** The mask of the numbers that are finite. */
  default Tensor isFinite() {
    return Tensor.apply(new IsFinite(), self().detach());
  }

  /** The mask of where both masks are set. */
  default Tensor and(Tensor other) {
    return Tensor.apply(new And(), self().detach(), other.detach());
  }

  /** The mask of where either mask is set. */
  default Tensor or(Tensor other) {
    return Tensor.apply(new Or(), self().detach(), other.detach());
  }

  /** The mask of where this mask is not set. */
  default Tensor not() {
    return Tensor.apply(new Not(), self().detach());
  }

  /**
   * a where this mask is set, b elsewhere; all three broadcast.
   *
   * @throws IllegalArgumentException if the shapes do not broadcast
   */
  default Tensor where(Tensor a, Tensor b) {
    return Tensor.apply(new Where(self().detach()), a, b);
  }

  /** A number where the mask is set, this tensor elsewhere: −∞ for what attention must not see. */
  default Tensor maskedFill(Tensor mask, float number) {
    return mask.where(Tensor.scalar(number), self());
  }
}
