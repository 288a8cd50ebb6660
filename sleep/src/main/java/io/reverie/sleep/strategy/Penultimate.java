package io.reverie.sleep.strategy;

import io.reverie.nn.Layer;
import io.reverie.op.Linear;
import io.reverie.tensor.Node;
import io.reverie.tensor.Nullable;
import io.reverie.tensor.Tape;
import io.reverie.tensor.Tensor;
import java.util.Arrays;

/** What the last linear layer of a model sees: the features from which it tells classes apart. */
final class Penultimate implements Tape.Listener {
  /** Samples that go through at once. */
  private static final int PIECE = 500;

  private @Nullable Tensor last;

  private Penultimate() {}

  /**
   * The features of these inputs, {@code [n, width]}, in memory of their own. Not charged.
   *
   * @throws IllegalStateException if no linear layer of the model sees one row a sample
   */
  static Tensor of(Layer model, Tensor inputs) {
    int n = inputs.dim(0);
    if (n <= PIECE) {
      return piece(model, inputs);
    }
    Tensor[] pieces = new Tensor[(n + PIECE - 1) / PIECE];
    for (int i = 0; i < pieces.length; i++) {
      pieces[i] = piece(model, inputs.slice(0, i * PIECE, Math.min(n, (i + 1) * PIECE)));
    }
    return pieces[0].concat(0, Arrays.copyOfRange(pieces, 1, pieces.length));
  }

  private static Tensor piece(Layer model, Tensor inputs) {
    var features = new Penultimate();
    try (var tape = Tape.infer()) {
      tape.listen(features);
      model.forward(inputs);
      Tensor x = features.last;
      if (x == null || x.shape().rank() != 2 || x.dim(0) != inputs.dim(0)) {
        throw new IllegalStateException(
            "features of %s: the last linear layer sees %s, and a row for each of %d samples is needed"
                .formatted(model, x == null ? "nothing" : x.shape(), inputs.dim(0)));
      }
      return x.copy();
    }
  }

  @Override
  public void forward(Node node, long nanos) {
    if (node.op() instanceof Linear) {
      last = node.input(0);
    }
  }
}
