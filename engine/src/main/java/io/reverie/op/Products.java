package io.reverie.op;

import io.reverie.tensor.Shape;
import io.reverie.tensor.Tensor;

/** Products that tensors have besides {@link Arithmetic#matmul(Tensor)}. */
public sealed interface Products permits Tensor {
  /** This tensor. */
  Tensor self();

  /** The products of as many matrices: {@code [b, m, k]} times {@code [b, k, n]}. */
  default Tensor bmm(Tensor other) {
    Shape a = self().shape();
    Shape b = other.shape();
    if (a.rank() != 3 || b.rank() != 3 || a.dim(0) != b.dim(0)) {
      throw new IllegalArgumentException(
          "bmm of %s and %s: it takes [b, m, k] and [b, k, n]; matmul broadcasts".formatted(a, b));
    }
    return self().matmul(other);
  }

  /** The inner product of two rows {@code [n]}, a single number. */
  default Tensor dot(Tensor other) {
    if (self().shape().rank() != 1 || !self().shape().equals(other.shape())) {
      throw new IllegalArgumentException(
          "dot of %s and %s: it takes two rows of equal length"
              .formatted(self().shape(), other.shape()));
    }
    return self().matmul(other);
  }

  /** Each of one row times each of another: {@code [m]} and {@code [n]} give {@code [m, n]}. */
  default Tensor outer(Tensor other) {
    if (self().shape().rank() != 1 || other.shape().rank() != 1) {
      throw new IllegalArgumentException(
          "outer of %s and %s: it takes two rows".formatted(self().shape(), other.shape()));
    }
    return self().reshape(-1, 1).mul(other);
  }

  /** Einstein's sum of this and the others; see {@link Einsum#of}. */
  default Tensor einsum(String equation, Tensor... others) {
    Tensor[] all = new Tensor[others.length + 1];
    all[0] = self();
    System.arraycopy(others, 0, all, 1, others.length);
    return Einsum.of(equation, all);
  }

  /**
   * The cosine of the angle between lines along an axis, which vanishes; shapes broadcast. Lengths
   * below 1e−8 count as 1e−8.
   */
  default Tensor cosineSimilarity(Tensor other, int axis) {
    return cosineSimilarity(other, axis, 1e-8f);
  }

  /** The cosine of the angle between lines along an axis, with the least length they count as. */
  default Tensor cosineSimilarity(Tensor other, int axis, float eps) {
    Shape both = self().shape().broadcast(other.shape());
    return Tensor.apply(
        new CosineSimilarity(axis, eps), self().expandTo(both), other.expandTo(both));
  }
}
