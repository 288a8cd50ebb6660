package io.reverie.bench.workload;

import io.reverie.op.Scores;
import io.reverie.tensor.Parameter;
import io.reverie.tensor.Rng;
import io.reverie.tensor.Tape;
import io.reverie.tensor.Tensor;
import java.util.Arrays;
import java.util.List;

/** Causal attention of 8 sequences with 8 heads, 256 tokens, 64 features a head. */
final class AttentionAlone {
  private static final int[] SHAPE = {8, 8, 256, 64};
  private static final Scores CAUSAL = Scores.of(64).forCausal();

  private AttentionAlone() {}

  static List<Workload> all() {
    return List.of(
        Workload.of("attention fwd 8x8x256x64 causal", AttentionAlone::forward),
        Workload.of("attention fwd+bwd 8x8x256x64 causal", AttentionAlone::bothWays));
  }

  private static Runnable forward() {
    Rng rng = Rng.of(0);
    Tensor q = Tensor.randn(rng, SHAPE);
    Tensor k = Tensor.randn(rng, SHAPE);
    Tensor v = Tensor.randn(rng, SHAPE);
    return () -> {
      try (var _ = Tape.infer()) {
        q.attention(k, v, CAUSAL);
      }
    };
  }

  /**
   * As in the peer's script, gradients of the steps add up in q, k and v, and the ones that come
   * from above are written anew in each step.
   */
  private static Runnable bothWays() {
    Rng rng = Rng.of(0);
    Parameter q = Parameter.of(Tensor.randn(rng, SHAPE));
    Parameter k = Parameter.of(Tensor.randn(rng, SHAPE));
    Parameter v = Parameter.of(Tensor.randn(rng, SHAPE));
    Tensor ones = Tensor.zeros(SHAPE);
    return () -> {
      try (var tape = Tape.train()) {
        Tensor found = q.attention(k, v, CAUSAL);
        Arrays.fill(ones.array(), 1f);
        tape.backward(found, ones);
      }
    };
  }
}
