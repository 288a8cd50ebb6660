package io.reverie.sleep.strategy;

import io.reverie.nn.Layer;
import io.reverie.op.Linear;
import io.reverie.tensor.Node;
import io.reverie.tensor.Nullable;
import io.reverie.tensor.Tape;
import io.reverie.tensor.Tensor;

/** What the last linear layer of a model sees: the features from which it tells classes apart. */
final class Features implements Tape.Listener {
  private @Nullable Tensor last;

  private Features() {}

  /**
   * The features of these inputs, {@code [n, width]}, each row of length 1 (rows of zeros stay).
   *
   * @throws IllegalStateException if no linear layer of the model sees one row a sample
   */
  static Tensor of(Layer model, Tensor inputs) {
    var features = new Features();
    try (var tape = Tape.infer()) {
      tape.listen(features);
      model.forward(inputs);
      Tensor x = features.last;
      if (x == null || x.shape().rank() != 2 || x.dim(0) != inputs.dim(0)) {
        throw new IllegalStateException(
            "features of %s: the last linear layer sees %s, and a row for each of %d samples is needed"
                .formatted(model, x == null ? "nothing" : x.shape(), inputs.dim(0)));
      }
      return ofLengthOne(x.copy());
    }
  }

  @Override
  public void forward(Node node, long nanos) {
    if (node.op() instanceof Linear) {
      last = node.input(0);
    }
  }

  /** Divides each row by its length. */
  static Tensor ofLengthOne(Tensor rows) {
    int width = rows.dim(1);
    float[] x = rows.array();
    for (int i = 0; i < rows.dim(0); i++) {
      int at = rows.offset() + i * width;
      double squares = 0;
      for (int d = 0; d < width; d++) {
        squares += (double) x[at + d] * x[at + d];
      }
      double length = Math.sqrt(squares);
      for (int d = 0; d < width && length > 0; d++) {
        x[at + d] = (float) (x[at + d] / length);
      }
    }
    return rows;
  }
}
