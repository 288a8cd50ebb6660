package io.reverie.nn;

import io.reverie.tensor.Tensor;

/**
 * Makes one axis of all axes from {@code from} on; {@code new Flatten(1)} keeps the batch.
 *
 * @param from the first axis that is merged
 */
public record Flatten(int from) implements Layer {
  /** Keeps the first axis, the batch. */
  public static Flatten perSample() {
    return new Flatten(1);
  }

  @Override
  public Tensor forward(Tensor x) {
    return x.flatten(from);
  }
}
