package io.reverie.examples.text;

import io.reverie.nn.Layer;
import io.reverie.tensor.Indices;
import io.reverie.tensor.Tensor;

/** A model that says, at each token of a text, how likely each token is to come next. */
public interface LanguageModel extends Layer {
  /**
   * The scores of the token that follows each of these: {@code [batch, time]} to {@code [batch,
   * time, tokens]}.
   */
  Tensor scores(Indices text);

  /** A reader at the start of a text. */
  Reader reader();

  /** Reads a text piece by piece and remembers what it read, so that nothing is read twice. */
  interface Reader {
    /** The scores {@code [tokens]} of what follows the last of these further tokens. */
    Tensor read(int... further);
  }
}
