package io.reverie.sleep.evaluate;

import io.reverie.data.Batch;
import io.reverie.data.Dataset;
import io.reverie.nn.Layer;
import io.reverie.tensor.Tape;
import io.reverie.tensor.Tensor;

/**
 * The mean cross-entropy of a model on a data set, in nats, as a function of its parameters;
 * without dropout, so that it is one.
 *
 * @param model whose parameters move
 * @param data all of which is gone through each time, in pieces
 */
public record Objective(Layer model, Dataset data) {
  private static final int PIECE = 500;

  /** There must be samples. */
  public Objective {
    if (data.size() == 0) {
      throw new IllegalArgumentException("a loss on no samples: some are needed");
    }
  }

  /** Its value now. */
  public double loss() {
    double sum = 0;
    for (Batch batch : data.batches(PIECE)) {
      try (var _ = Tape.infer()) {
        sum +=
            batch.size()
                * (double) model.forward(batch.inputs()).crossEntropy(batch.labels()).item();
      }
    }
    return sum / data.size();
  }

  /** Adds its gradients to the parameters'; returns its value. */
  public double gradients() {
    double sum = 0;
    for (Batch batch : data.batches(PIECE)) {
      try (var tape = Tape.probe()) {
        float share = (float) batch.size() / data.size();
        Tensor loss = model.forward(batch.inputs()).crossEntropy(batch.labels()).mul(share);
        tape.backward(loss);
        sum += loss.item();
      }
    }
    return sum;
  }
}
