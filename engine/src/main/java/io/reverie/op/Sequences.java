package io.reverie.op;

import io.reverie.tensor.Nullable;
import io.reverie.tensor.Rng;
import io.reverie.tensor.Tape;
import io.reverie.tensor.Tensor;
import java.util.Arrays;

/** What tensors that are sequences have: attention and positions. */
public sealed interface Sequences permits Tensor {
  /** This tensor. */
  Tensor self();

  /** These queries' attention to keys and values, scaled by 1/√width, with every key seen. */
  default Tensor attention(Tensor keys, Tensor values) {
    return attention(keys, values, Scores.of(self().dim(-1)));
  }

  /** These queries' attention to keys and values, as {@link Attention} has it. */
  default Tensor attention(Tensor keys, Tensor values, Scores how) {
    return attention(keys, values, null, null, how, 0);
  }

  /**
   * These queries' attention to keys and values.
   *
   * @param mask 1 where a key may be seen and 0 where not, broadcast to {@code [..., heads,
   *     queries, keys]}; or {@code null}
   * @param bias what is added to the scores, broadcast alike; or {@code null}
   * @param dropout the probability by which weights are silenced while training
   * @throws IllegalStateException if weights are to be silenced and the tape has no stream
   */
  default Tensor attention(
      Tensor keys,
      Tensor values,
      @Nullable Tensor mask,
      @Nullable Tensor bias,
      Scores how,
      float dropout) {
    boolean drops = Tape.training() && dropout > 0;
    Scores scores = how.with(mask != null, bias != null);
    Attention op = new Attention(scores, drops ? dropout : 0, drops ? stream() : null);
    return Tensor.apply(op, inputs(new Tensor[] {self(), keys, values}, mask, bias));
  }

  /**
   * The attention of sequences to themselves, from one projection {@code [batch, time, 3·width]} to
   * queries, keys and values, as {@link SelfAttention} has it; mask, bias and dropout as above.
   */
  default Tensor selfAttention(
      int heads, @Nullable Tensor mask, @Nullable Tensor bias, Scores how, float dropout) {
    boolean drops = Tape.training() && dropout > 0;
    Scores scores = how.with(mask != null, bias != null);
    SelfAttention op =
        new SelfAttention(heads, scores, drops ? dropout : 0, drops ? stream() : null);
    return Tensor.apply(op, inputs(new Tensor[] {self()}, mask, bias));
  }

  /** How much these queries attend to each key: {@code [..., heads, queries, keys]}. */
  default Tensor attentionWeights(
      Tensor keys, @Nullable Tensor mask, @Nullable Tensor bias, Scores how) {
    Scores scores = how.with(mask != null, bias != null);
    AttentionWeights op = new AttentionWeights(scores);
    return Tensor.apply(op, inputs(new Tensor[] {self(), keys}, mask, bias));
  }

  /** Pairs of each row of {@code [..., time, width]} turned by their position. */
  default Tensor rotary(Rotary how) {
    return Tensor.apply(how, self());
  }

  private static Rng stream() {
    Rng tape = Tape.randomness();
    return tape.split(tape.nextLong());
  }

  private static Tensor[] inputs(Tensor[] first, @Nullable Tensor mask, @Nullable Tensor bias) {
    int more = (mask == null ? 0 : 1) + (bias == null ? 0 : 1);
    if (more == 0) {
      return first;
    }
    Tensor[] all = Arrays.copyOf(first, first.length + more);
    int next = first.length;
    if (mask != null) {
      all[next++] = mask;
    }
    if (bias != null) {
      all[next] = bias;
    }
    return all;
  }
}
