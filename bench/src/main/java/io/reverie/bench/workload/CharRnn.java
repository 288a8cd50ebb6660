package io.reverie.bench.workload;

import io.reverie.nn.Embedding;
import io.reverie.nn.Gru;
import io.reverie.nn.Layer;
import io.reverie.nn.Linear;
import io.reverie.nn.Lstm;
import io.reverie.nn.Recurrent;
import io.reverie.tensor.Indices;
import io.reverie.tensor.Rng;
import io.reverie.tensor.Tensor;

/**
 * A model of characters: a table, recurrent neurons, scores.
 *
 * @param e {@code [tokens, width]}
 * @param r from the width to the hidden states
 * @param o from the hidden states to the tokens
 */
record CharRnn(Embedding e, Recurrent r, Linear o) implements Layer {
  static CharRnn lstm(int tokens, int width, int hidden, Rng rng) {
    return of(tokens, width, Lstm.of(width, hidden, rng), hidden, rng);
  }

  static CharRnn gru(int tokens, int width, int hidden, Rng rng) {
    return of(tokens, width, Gru.of(width, hidden, rng), hidden, rng);
  }

  private static CharRnn of(int tokens, int width, Recurrent cells, int hidden, Rng rng) {
    return new CharRnn(Embedding.of(tokens, width, rng), cells, Linear.of(hidden, tokens, rng));
  }

  /** {@code [batch, time]} to {@code [batch, time, tokens]}. */
  Tensor forward(Indices text) {
    return o.forward(r.forward(e.forward(text)));
  }

  @Override
  public Tensor forward(Tensor x) {
    return o.forward(r.forward(e.forward(x)));
  }
}
