package io.reverie.data;

import io.reverie.tensor.Tensor;
import java.util.Arrays;

/**
 * Samples that are learned from together.
 *
 * @param inputs {@code [n, …]}
 * @param labels one class a sample
 */
public record Batch(Tensor inputs, int[] labels) {
  /** Checks that there is one label a sample. */
  public Batch {
    if (inputs.shape().rank() < 1 || inputs.dim(0) != labels.length) {
      throw new IllegalArgumentException(
          "a batch of inputs %s with %d labels: one label a sample is needed"
              .formatted(inputs.shape(), labels.length));
    }
  }

  /** How many samples there are. */
  public int size() {
    return labels.length;
  }

  /** These samples, then those, in memory of their own. */
  public Batch concat(Batch more) {
    int[] both = Arrays.copyOf(labels, labels.length + more.labels.length);
    System.arraycopy(more.labels, 0, both, labels.length, more.labels.length);
    return new Batch(inputs.concat(0, more.inputs), both);
  }
}
