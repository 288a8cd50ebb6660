package io.reverie.nn;

import io.reverie.tensor.Nullable;
import io.reverie.tensor.Tensor;

/**
 * What queries may see, and what is added to their scores.
 *
 * <p>Masks are 1 where a key may be seen and 0 where not, as in PyTorch's
 * scaled_dot_product_attention (its MultiheadAttention has booleans the other way round).
 *
 * @param causal whether no query sees a later key
 * @param seen which keys each query may see, broadcast to {@code [batch, heads, queries, keys]}, or
 *     {@code null} for all
 * @param keys which keys are no padding, {@code [batch, keys]}, or {@code null} for all
 * @param bias what is added to the scores, broadcast as {@code seen} is, or {@code null}
 */
public record AttentionMask(
    boolean causal, @Nullable Tensor seen, @Nullable Tensor keys, @Nullable Tensor bias) {
  /** Checks that the keys' mask is a matrix. */
  public AttentionMask {
    if (keys != null && keys.shape().rank() != 2) {
      throw new IllegalArgumentException(
          "a mask of keys %s: it must be [batch, keys]; a mask of queries and keys goes to withSeen"
              .formatted(keys.shape()));
    }
  }

  /** Every query sees every key. */
  public static AttentionMask none() {
    return new AttentionMask(false, null, null, null);
  }

  /** No query sees a later key. */
  public static AttentionMask forCausal() {
    return new AttentionMask(true, null, null, null);
  }

  /** The same where queries see these keys only, {@code [..., queries, keys]}. */
  public AttentionMask withSeen(Tensor newSeen) {
    return new AttentionMask(causal, newSeen, keys, bias);
  }

  /** The same where only these keys are no padding, {@code [batch, keys]}. */
  public AttentionMask withKeys(Tensor newKeys) {
    return new AttentionMask(causal, seen, newKeys, bias);
  }

  /** The same with this added to the scores, {@code [..., queries, keys]}. */
  public AttentionMask withBias(Tensor newBias) {
    return new AttentionMask(causal, seen, keys, newBias);
  }

  /** Whether there is more to it than causality. */
  boolean hasTensors() {
    return seen != null || keys != null || bias != null;
  }

  /** Both masks in one, or {@code null} where there is none. */
  @Nullable
  Tensor mask() {
    if (keys == null) {
      return seen;
    }
    Tensor all = keys.reshape(keys.dim(0), 1, 1, keys.dim(1));
    return seen == null ? all : all.mul(seen);
  }
}
