package io.reverie.op;

import io.reverie.tensor.Tensor;

/** Losses that tensors have: single numbers that say how wrong they are. */
public sealed interface Losses permits Tensor {
  /** This tensor. */
  Tensor self();

  /**
   * The mean cross-entropy of these logits {@code [rows, classes]} against one label a row.
   *
   * @throws IllegalArgumentException if the number of labels is not that of the rows
   * @throws IndexOutOfBoundsException if a label is not a class
   */
  default Tensor crossEntropy(int[] labels) {
    return Tensor.apply(new CrossEntropy(labels), self());
  }

  /** The mean of the squared differences to a target of the same shape. */
  default Tensor mse(Tensor target) {
    return Tensor.apply(new MeanSquaredError(), self(), target);
  }
}
