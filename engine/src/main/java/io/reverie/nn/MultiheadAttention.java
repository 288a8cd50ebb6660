package io.reverie.nn;

import io.reverie.op.Rotary;
import io.reverie.op.Scores;
import io.reverie.tensor.Nullable;
import io.reverie.tensor.Parameter;
import io.reverie.tensor.Rng;
import io.reverie.tensor.Shape;
import io.reverie.tensor.Tensor;

/**
 * Attention with several heads (Vaswani et al. 2017): queries, keys and values are projected, each
 * head attends with its share of them, and what they find is projected once more.
 *
 * <p>Sequences are {@code [batch, time, width]}.
 *
 * @param inProjWeight the projections to queries, keys and values one above the other, {@code
 *     [3·width, width]}
 * @param inProjBias {@code [3·width]}, or {@code null} for none
 * @param outProj the last projection
 * @param heads how many heads share the width
 * @param dropout the probability by which weights are silenced while training
 * @param rotary how positions turn queries and keys, or {@code null} where they don't
 */
public record MultiheadAttention(
    Parameter inProjWeight,
    @Nullable Parameter inProjBias,
    Linear outProj,
    int heads,
    float dropout,
    @Nullable Rotary rotary)
    implements Layer {
  /** Checks that the heads share the width evenly. */
  public MultiheadAttention {
    int width = inProjWeight.dim(-1);
    if (heads < 1 || width % heads != 0) {
      throw new IllegalArgumentException(
          "attention of width %d with %d heads: the width must be a multiple of the heads"
              .formatted(width, heads));
    }
    if (!inProjWeight.shape().equals(Shape.of(3 * width, width))) {
      throw new IllegalArgumentException(
          "attention with a projection %s: it must be [3·width, width]"
              .formatted(inProjWeight.shape()));
    }
    if (!(dropout >= 0 && dropout < 1)) {
      throw new IllegalArgumentException(
          "attention with dropout p = " + dropout + ": 0 ≤ p < 1 is needed");
    }
  }

  /** Attention without dropout that starts as PyTorch's. */
  public static MultiheadAttention of(int width, int heads, Rng rng) {
    return of(width, heads, 0, rng);
  }

  /** Attention that starts as PyTorch's: Xavier's weights for the projections, biases 0. */
  public static MultiheadAttention of(int width, int heads, float dropout, Rng rng) {
    Parameter in = Initializer.xavierUniform().parameter(rng, 3 * width, width);
    Linear out = Linear.of(width, width, rng, Initializer.torch());
    return new MultiheadAttention(in, Parameter.zeros(3 * width), out, heads, dropout, null);
  }

  /** The same where positions turn queries and keys. */
  public MultiheadAttention turnedBy(Rotary how) {
    return new MultiheadAttention(inProjWeight, inProjBias, outProj, heads, dropout, how);
  }

  /** The features of a token. */
  public int width() {
    return inProjWeight.dim(1);
  }

  /** The attention of sequences to themselves, everything seen. */
  @Override
  public Tensor forward(Tensor x) {
    return forward(x, AttentionMask.none());
  }

  /** The attention of sequences to themselves. */
  public Tensor forward(Tensor x, AttentionMask mask) {
    return outProj.forward(found(x, mask));
  }

  /** What heads find, before the last projection; so for the other ways to attend. */
  Tensor found(Tensor x, AttentionMask mask) {
    requireSequence("attention", x);
    Scores how = scores(mask.causal(), 0);
    Tensor together = project(x, 0, 3);
    if (rotary == null) {
      return together.selfAttention(heads, mask.mask(), mask.bias(), how, dropout);
    }
    Tensor parts = split(together, 3);
    Tensor queries = turned(part(parts, 0), 0);
    Tensor keys = turned(part(parts, 1), 0);
    return joined(queries.attention(keys, part(parts, 2), mask.mask(), mask.bias(), how, dropout));
  }

  /**
   * The attention of one sequence to another.
   *
   * @param query {@code [batch, queries, width]}
   * @param key {@code [batch, keys, width]}
   * @param value {@code [batch, keys, width]}
   */
  public Tensor forward(Tensor query, Tensor key, Tensor value, AttentionMask mask) {
    return outProj.forward(found(query, key, value, mask));
  }

  Tensor found(Tensor query, Tensor key, Tensor value, AttentionMask mask) {
    Tensor values;
    Tensor keys;
    if (key == value) {
      requireSequence("attention", key);
      Tensor parts = split(project(key, 1, 3), 2);
      keys = part(parts, 0);
      values = part(parts, 1);
    } else {
      keys = heads(key, 1);
      values = heads(value, 2);
    }
    Tensor queries = turned(heads(query, 0), 0);
    Scores how = scores(mask.causal(), 0);
    return joined(
        queries.attention(turned(keys, 0), values, mask.mask(), mask.bias(), how, dropout));
  }

  /**
   * The causal attention of further tokens to themselves and to those in the cache, which takes
   * them in. Equal to the last rows of the attention to the whole sequence at once.
   *
   * @param x the new tokens, {@code [batch, tokens, width]}
   */
  public Tensor forward(Tensor x, KvCache cache) {
    return forward(x, cache, AttentionMask.forCausal());
  }

  /** The same with masks and biases over all keys, those in the cache among them; always causal. */
  public Tensor forward(Tensor x, KvCache cache, AttentionMask mask) {
    return outProj.forward(found(x, cache, mask));
  }

  Tensor found(Tensor x, KvCache cache, AttentionMask mask) {
    requireSequence("attention", x);
    Tensor parts = split(project(x, 0, 3), 3);
    int past = cache.length();
    Tensor queries = turned(part(parts, 0), past);
    cache.append(turned(part(parts, 1), past), part(parts, 2));
    Scores how = scores(true, past);
    boolean dense = mask.hasTensors();
    Tensor keys = dense ? cache.keys() : cache.keysAndRoom();
    Tensor values = dense ? cache.values() : cache.valuesAndRoom();
    return joined(queries.attention(keys, values, mask.mask(), mask.bias(), how, 0));
  }

  /**
   * How much each query attends to each key, head by head: {@code [batch, heads, queries, keys]}.
   */
  public Tensor weights(Tensor query, Tensor key, AttentionMask mask) {
    Tensor queries = turned(heads(query, 0), 0);
    Tensor keys = turned(heads(key, 1), 0);
    return queries.attentionWeights(keys, mask.mask(), mask.bias(), scores(mask.causal(), 0));
  }

  private Scores scores(boolean causal, int past) {
    Scores how = Scores.of(width() / heads);
    return causal ? how.forCausal(past) : how;
  }

  private void requireSequence(String what, Tensor x) {
    if (x.shape().rank() != 3 || x.dim(2) != width()) {
      throw new IllegalArgumentException(
          "%s of %s: it takes [batch, time, %d]".formatted(what, x.shape(), width()));
    }
  }

  /** The projections {@code from} to {@code to} (exclusive) of queries, keys and values. */
  private Tensor project(Tensor x, int from, int to) {
    int width = width();
    Tensor weight = inProjWeight.slice(0, from * width, to * width);
    return inProjBias == null
        ? x.linear(weight)
        : x.linear(weight, bias(inProjBias).slice(0, from * width, to * width));
  }

  /**
   * The biases without that of the keys, which shifts all scores of a query alike and so changes
   * nothing. Its gradient is 0 but for rounding, which an optimizer that divides by a gradient's
   * own size would make steps of. Where positions turn the keys, it counts.
   */
  private Tensor bias(Tensor all) {
    if (rotary != null) {
      return all;
    }
    return all.zeroed(0, width(), 2 * width());
  }

  /** One projection, {@code [batch, heads, time, width/heads]}. */
  private Tensor heads(Tensor x, int which) {
    requireSequence("attention", x);
    return part(split(project(x, which, which + 1), 1), 0);
  }

  /** {@code [batch, time, parts·width]} as {@code [parts, batch, heads, time, width/heads]}. */
  private Tensor split(Tensor x, int parts) {
    Tensor apart = x.reshape(x.dim(0), x.dim(1), parts, heads, width() / heads);
    return apart.permute(2, 0, 3, 1, 4);
  }

  private static Tensor part(Tensor parts, int which) {
    Shape one = parts.shape().without(0);
    return parts.window(which * one.size(), one);
  }

  private Tensor turned(Tensor x, int past) {
    return rotary == null
        ? x
        : x.rotary(new Rotary(rotary.from() + past, rotary.base(), rotary.interleaved()));
  }

  private Tensor joined(Tensor found) {
    Tensor side = found.permute(0, 2, 1, 3);
    return side.reshape(side.dim(0), side.dim(1), width());
  }
}
