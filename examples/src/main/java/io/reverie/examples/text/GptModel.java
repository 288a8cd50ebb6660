package io.reverie.examples.text;

import io.reverie.nn.Activation;
import io.reverie.nn.AttentionMask;
import io.reverie.nn.Embedding;
import io.reverie.nn.Initializer;
import io.reverie.nn.KvCache;
import io.reverie.nn.LearnedPositions;
import io.reverie.nn.Linear;
import io.reverie.nn.TransformerEncoder;
import io.reverie.nn.TransformerForm;
import io.reverie.tensor.Indices;
import io.reverie.tensor.Rng;
import io.reverie.tensor.Tensor;
import java.util.Arrays;
import java.util.List;

/**
 * A small GPT (Radford et al. 2019): tokens and positions become vectors, layers of causal
 * attention mix them, a linear layer scores what comes next.
 */
public record GptModel(
    Embedding tokens, LearnedPositions positions, TransformerEncoder trunk, Linear head)
    implements LanguageModel {

  /** Two layers of four heads; the tables start small, as GPT-2's. */
  public static GptModel of(int tokens, int context, int width, float dropout, Rng rng) {
    var form =
        TransformerForm.of(width, 4).preNorm().withActivation(Activation.GELU).withDropout(dropout);
    Initializer small = Initializer.normal(0.02f);
    return new GptModel(
        new Embedding(small.parameter(rng, tokens, width), -1),
        new LearnedPositions(small.parameter(rng, context, width)),
        TransformerEncoder.of(form, 2, rng),
        Linear.of(width, tokens, rng));
  }

  @Override
  public Tensor scores(Indices text) {
    return forward(tokens.forward(text));
  }

  /** From the vectors of tokens on. */
  @Override
  public Tensor forward(Tensor x) {
    return head.forward(trunk.forward(positions.forward(x), AttentionMask.forCausal()));
  }

  @Override
  public Reader reader() {
    return new CachedReader(this);
  }

  /** Keeps the keys and values of what it read; where positions run out, half is forgotten. */
  private static final class CachedReader implements Reader {
    private final GptModel model;
    private final int context;
    private final List<KvCache> caches;
    private int[] past = {};

    CachedReader(GptModel model) {
      this.model = model;
      this.context = model.positions.weight().dim(0);
      this.caches = model.trunk.caches();
    }

    @Override
    public Tensor read(int... further) {
      int known = past.length;
      past = Arrays.copyOf(past, known + further.length);
      System.arraycopy(further, 0, past, known, further.length);
      if (past.length > context) {
        caches.forEach(cache -> cache.truncate(0));
        past = Arrays.copyOfRange(past, past.length - context / 2, past.length);
        known = 0;
      }
      int[] fresh = Arrays.copyOfRange(past, known, past.length);
      Tensor x = model.tokens.forward(Indices.of(fresh, 1, fresh.length));
      Tensor y = model.trunk.forward(model.positions.forward(x, known), caches);
      return model.head.forward(y.select(1, -1)).select(0, 0);
    }
  }
}
