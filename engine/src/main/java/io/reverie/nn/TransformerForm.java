package io.reverie.nn;

import io.reverie.tensor.Rng;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * What the layers of a Transformer look like.
 *
 * @param width the features of a token
 * @param heads how many heads share them
 * @param hidden the features between the two linear layers
 * @param dropout the probability of silence while training
 * @param normFirst whether norms stand before attention and linear layers (pre-norm) rather than
 *     after the sums (post-norm, as in the paper)
 * @param activation the non-linearity between the linear layers
 */
public record TransformerForm(
    int width, int heads, int hidden, float dropout, boolean normFirst, Layer activation) {
  /** Four times the width between the linear layers, a rectifier, post-norm, no dropout. */
  public static TransformerForm of(int width, int heads) {
    return new TransformerForm(width, heads, 4 * width, 0, false, Activation.RELU);
  }

  /** The same with this many features between the linear layers. */
  public TransformerForm withHidden(int newHidden) {
    return new TransformerForm(width, heads, newHidden, dropout, normFirst, activation);
  }

  /** The same with dropout. */
  public TransformerForm withDropout(float p) {
    return new TransformerForm(width, heads, hidden, p, normFirst, activation);
  }

  /** The same with norms first. */
  public TransformerForm preNorm() {
    return new TransformerForm(width, heads, hidden, dropout, true, activation);
  }

  /** The same with another non-linearity. */
  public TransformerForm withActivation(Layer newActivation) {
    return new TransformerForm(width, heads, hidden, dropout, normFirst, newActivation);
  }

  MultiheadAttention attention(Rng rng) {
    return MultiheadAttention.of(width, heads, dropout, rng);
  }

  static <T> List<T> times(int layers, Supplier<T> make) {
    if (layers < 1) {
      throw new IllegalArgumentException("a stack of " + layers + " layers: 1 or more is needed");
    }
    List<T> all = new ArrayList<>();
    for (int i = 0; i < layers; i++) {
      all.add(make.get());
    }
    return all;
  }
}
