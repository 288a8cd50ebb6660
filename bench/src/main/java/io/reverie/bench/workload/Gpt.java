package io.reverie.bench.workload;

import io.reverie.nn.Embedding;
import io.reverie.nn.Layer;
import io.reverie.nn.LayerNorm;
import io.reverie.nn.LearnedPositions;
import io.reverie.nn.Linear;
import io.reverie.op.GeluTanh;
import io.reverie.op.Scores;
import io.reverie.tensor.Indices;
import io.reverie.tensor.Rng;
import io.reverie.tensor.Tensor;
import java.util.List;
import java.util.stream.Stream;

/**
 * A small GPT: norms before each part, causal attention, GELU, learned positions.
 *
 * @param e {@code [tokens, width]}
 * @param p {@code [time, width]}
 * @param b the blocks
 * @param n the last norm
 * @param o from the width to the tokens, without bias and not tied to the table
 */
record Gpt(Embedding e, LearnedPositions p, List<Block> b, LayerNorm n, Linear o) implements Layer {
  static Gpt of(int tokens, int time, int width, int heads, int blocks, Rng rng) {
    return new Gpt(
        Embedding.of(tokens, width, rng),
        LearnedPositions.of(time, width, rng),
        Stream.generate(() -> Block.of(width, heads, rng)).limit(blocks).toList(),
        LayerNorm.of(width),
        Linear.withoutBias(width, tokens, rng));
  }

  /** {@code [batch, time]} to {@code [batch, time, tokens]}. */
  Tensor forward(Indices text) {
    return scores(e.forward(text));
  }

  @Override
  public Tensor forward(Tensor x) {
    return scores(e.forward(x));
  }

  private Tensor scores(Tensor tokens) {
    Tensor x = p.forward(tokens);
    for (Block block : b) {
      x = block.forward(x);
    }
    return o.forward(n.forward(x));
  }

  /**
   * Attention and two linear layers, each with a way around it.
   *
   * @param q from the width to queries, keys and values, {@code 3 · width}
   * @param p from what the heads found to the width
   */
  record Block(LayerNorm n, Linear q, Linear p, int heads, LayerNorm m, Linear up, Linear down)
      implements Layer {
    static Block of(int width, int heads, Rng rng) {
      return new Block(
          LayerNorm.of(width),
          Linear.of(width, 3 * width, rng),
          Linear.of(width, width, rng),
          heads,
          LayerNorm.of(width),
          Linear.of(width, 4 * width, rng),
          Linear.of(4 * width, width, rng));
    }

    @Override
    public Tensor forward(Tensor x) {
      Scores causal = Scores.of(x.dim(-1) / heads).forCausal();
      Tensor found = q.forward(n.forward(x)).selfAttention(heads, null, null, causal, 0);
      Tensor seen = p.addTo(x, found);
      return down.addTo(seen, up.forward(m.forward(seen), new GeluTanh()));
    }
  }
}
