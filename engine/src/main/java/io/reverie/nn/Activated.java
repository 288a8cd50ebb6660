package io.reverie.nn;

import io.reverie.op.Unary;
import io.reverie.tensor.Tape;
import io.reverie.tensor.Tensor;

/**
 * A layer whose operation can do the activation behind it too, before its numbers leave the cache:
 * the same bits, and a pass over memory less.
 */
interface Activated extends Layer {
  /** f of the layer's value at x, in one operation. */
  Tensor forward(Tensor x, Unary activation);

  /** The second layer's value at that of the first, in one operation where they can be joined. */
  static Tensor forward(Layer first, Layer second, Tensor x) {
    return joins(first, second)
        ? ((Activated) first).forward(x, ((Activation) second).elementwise())
        : second.forward(first.forward(x));
  }

  /**
   * Whether two layers can be one operation. Not while somebody {@linkplain Tape#listen listens},
   * who is promised every operation.
   */
  static boolean joins(Layer first, Layer second) {
    return first instanceof Activated
        && second instanceof Activation activation
        && activation.ofElements()
        && !Tape.heard();
  }
}
