package io.reverie.examples.text;

import io.reverie.nn.Embedding;
import io.reverie.nn.Linear;
import io.reverie.nn.Lstm;
import io.reverie.nn.Recurrent;
import io.reverie.tensor.Indices;
import io.reverie.tensor.Rng;
import io.reverie.tensor.Tensor;

/**
 * A recurrent language model (Graves 2013): tokens become vectors, memory cells walk along them, a
 * linear layer scores what comes next.
 */
public record LstmModel(Embedding tokens, Lstm rnn, Linear head) implements LanguageModel {

  /** One layer of cells. */
  public static LstmModel of(int tokens, int width, int hidden, Rng rng) {
    return new LstmModel(
        Embedding.of(tokens, width, rng),
        Lstm.of(width, hidden, rng).forgetBias(1),
        Linear.of(hidden, tokens, rng));
  }

  @Override
  public Tensor scores(Indices text) {
    return forward(tokens.forward(text));
  }

  /** From the vectors of tokens on. */
  @Override
  public Tensor forward(Tensor x) {
    return head.forward(rnn.forward(x));
  }

  /** Carries the cells' states from piece to piece. */
  @Override
  public Reader reader() {
    return new Reader() {
      private Tensor[] states = {};

      @Override
      public Tensor read(int... further) {
        Tensor x = tokens.forward(Indices.of(further, 1, further.length));
        Recurrent.Result result = rnn.run(x, states);
        states = result.next();
        return head.forward(result.y().select(1, -1)).select(0, 0);
      }
    };
  }
}
