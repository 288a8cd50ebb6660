package io.reverie.sleep.memory;

import io.reverie.data.Batch;
import io.reverie.tensor.Nullable;
import io.reverie.tensor.Tensor;

/**
 * Memories that were drawn together.
 *
 * @param batch the inputs and labels, copied
 * @param logits the model's outputs when they were stored, {@code [n, classes]}; {@code null} where
 *     none were stored
 * @param slots where in the memory they stand
 */
public record Recall(Batch batch, @Nullable Tensor logits, int[] slots) {
  /** How many memories there are. */
  public int size() {
    return slots.length;
  }
}
