package io.reverie.sleep.memory;

import io.reverie.data.Batch;
import io.reverie.tensor.Indices;
import io.reverie.tensor.Nullable;
import io.reverie.tensor.Tensor;

/**
 * Memories that were drawn together.
 *
 * @param batch the inputs and labels, copied; with a tape open, the inputs are of its memory
 * @param logits the model's outputs when they were stored, {@code [n, classes]}; {@code null} where
 *     none were stored
 * @param slots where in the memory they stand
 * @param weights by how much the loss of each is to be multiplied, 0 to 1; {@code null} where all
 *     count alike
 */
public record Recall(
    Batch batch, @Nullable Tensor logits, int[] slots, float @Nullable [] weights) {
  /** Memories that all count alike. */
  public Recall(Batch batch, @Nullable Tensor logits, int[] slots) {
    this(batch, logits, slots, null);
  }

  /** How many memories there are. */
  public int size() {
    return slots.length;
  }

  /**
   * The mean cross-entropy of the network's outputs for these memories, each times its weight:
   * {@code 1/n · Σ wᵢ · lossᵢ}.
   */
  public Tensor crossEntropy(Tensor outputs) {
    if (weights == null) {
      return outputs.crossEntropy(batch.labels());
    }
    Tensor logs = outputs.logSoftmax(1).gather(1, Indices.of(batch.labels(), size(), 1));
    return logs.reshape(size()).mul(Tensor.of(weights)).mean().neg();
  }

  /** Some of these memories, by their rows here, such as those that an update would harm most. */
  public Recall pick(int... rows) {
    Indices chosen = Indices.of(rows);
    chosen.requireBelow(size(), "row");
    int[] labels = new int[rows.length];
    int[] places = new int[rows.length];
    float[] picked = weights == null ? null : new float[rows.length];
    for (int i = 0; i < rows.length; i++) {
      labels[i] = batch.labels()[rows[i]];
      places[i] = slots[rows[i]];
      if (picked != null && weights != null) {
        picked[i] = weights[rows[i]];
      }
    }
    return new Recall(
        new Batch(batch.inputs().indexSelect(0, chosen), labels),
        logits == null ? null : logits.indexSelect(0, chosen),
        places,
        picked);
  }
}
