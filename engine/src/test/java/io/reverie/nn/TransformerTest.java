package io.reverie.nn;

import static io.reverie.nn.RecurrentTest.near;
import static io.reverie.nn.RecurrentTest.refuses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.reverie.op.Rotary;
import io.reverie.op.Scores;
import io.reverie.tensor.Compute;
import io.reverie.tensor.Indices;
import io.reverie.tensor.Rng;
import io.reverie.tensor.Tape;
import io.reverie.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Attention layers, Transformers, positions: laws and errors. PyTorch's numbers are golden cases.
 */
class TransformerTest {
  private final Rng rng = Rng.of(3);
  private final Tensor x = Tensor.randn(rng, 2, 7, 8);

  @Test
  void namesAreThoseOfPyTorch() {
    TransformerForm form = TransformerForm.of(8, 2);
    assertThat(TransformerEncoder.of(form.preNorm(), 2, rng).state().keySet())
        .containsSequence(
            "layers.0.self_attn.in_proj_weight",
            "layers.0.self_attn.in_proj_bias",
            "layers.0.self_attn.out_proj.weight",
            "layers.0.self_attn.out_proj.bias",
            "layers.0.linear1.weight",
            "layers.0.linear1.bias",
            "layers.0.linear2.weight",
            "layers.0.linear2.bias",
            "layers.0.norm1.weight",
            "layers.0.norm1.bias",
            "layers.0.norm2.weight",
            "layers.0.norm2.bias",
            "layers.1.self_attn.in_proj_weight")
        .endsWith("norm.weight", "norm.bias");
    assertThat(TransformerDecoder.of(form, 1, rng).state().keySet())
        .contains("layers.0.multihead_attn.in_proj_weight", "layers.0.norm3.bias")
        .hasSize(18);
  }

  @Test
  void tokenByTokenWithCachesIsAllAtOnce() {
    for (TransformerForm form :
        List.of(TransformerForm.of(8, 2), TransformerForm.of(8, 2).preNorm())) {
      TransformerEncoder model = TransformerEncoder.of(form, 2, Rng.of(1));
      Tensor whole = model.forward(x, AttentionMask.forCausal());
      List<KvCache> caches = model.caches();
      int from = 0;
      for (int tokens : new int[] {3, 1, 1, 2}) {
        try (var _ = Tape.infer()) {
          Tensor part = model.forward(x.slice(1, from, from + tokens), caches);
          near(part, whole.slice(1, from, from + tokens));
        }
        from += tokens;
      }
      assertThat(caches.getLast().length()).isEqualTo(7);
      assertThat(caches.getLast().keys().shape().dims()).containsExactly(2, 2, 7, 4);
    }
  }

  @Test
  void decodersTakeCachesToo() {
    TransformerDecoder model = TransformerDecoder.of(TransformerForm.of(8, 2), 2, Rng.of(1));
    Tensor memory = Tensor.randn(rng, 2, 4, 8);
    AttentionMask all = AttentionMask.none();
    Tensor whole = model.forward(x, memory, AttentionMask.forCausal(), all);
    List<KvCache> caches = model.caches();
    for (int t = 0; t < 7; t++) {
      Tensor part = model.forward(x.slice(1, t, t + 1), memory, caches, all);
      near(part, whole.slice(1, t, t + 1));
    }
    assertThatThrownBy(() -> model.forward(x))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageContaining("memory");
  }

  @Test
  void aCacheWorksWithTurnedKeysMasksAndBiases() {
    MultiheadAttention plain = MultiheadAttention.of(8, 2, Rng.of(1));
    MultiheadAttention turned = plain.turnedBy(new Rotary(0, 10_000, false));
    Tensor keys = Tensor.of(new float[] {0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1}, 2, 7);
    for (MultiheadAttention attention : List.of(plain, turned)) {
      AttentionMask mask =
          AttentionMask.forCausal().withKeys(keys).withBias(Alibi.bias(2, 7, 7, 0));
      Tensor whole = attention.forward(x, mask);
      KvCache cache = KvCache.empty();
      attention.forward(x.slice(1, 0, 3), cache, at(keys, 3, 0));
      near(attention.forward(x.slice(1, 3, 7), cache, at(keys, 7, 3)), whole.slice(1, 3, 7));
      cache.truncate(3);
      near(attention.forward(x.slice(1, 3, 7), cache, at(keys, 7, 3)), whole.slice(1, 3, 7));
    }
  }

  private static AttentionMask at(Tensor keys, int length, int past) {
    return AttentionMask.none()
        .withKeys(keys.slice(1, 0, length))
        .withBias(Alibi.bias(2, length - past, length, past));
  }

  @Test
  void cachesSayWhatDoesNotFit() {
    KvCache cache = KvCache.empty();
    cache.append(Tensor.zeros(1, 2, 3, 4), Tensor.zeros(1, 2, 3, 4));
    Tensor other = Tensor.zeros(2, 2, 1, 4);
    refuses(() -> cache.append(other, other), "[2, 2, 1, 4]", "[1, 2, 3, 4]");
    refuses(() -> cache.append(Tensor.zeros(2), Tensor.zeros(2)), "[2]", "tokens");
    refuses(() -> cache.truncate(4), "3 tokens", "4", "0 to 3");
    MultiheadAttention attention = MultiheadAttention.of(8, 2, Rng.of(1));
    try (var _ = Tape.train()) {
      assertThatThrownBy(() -> attention.forward(x, KvCache.empty()))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("Tape.infer()");
    }
  }

  @Test
  void crossAttentionToItselfIsSelfAttention() {
    MultiheadAttention attention = MultiheadAttention.of(8, 2, Rng.of(1));
    for (AttentionMask mask : List.of(AttentionMask.none(), AttentionMask.forCausal())) {
      near(attention.forward(x, x, x, mask), attention.forward(x, mask));
      near(attention.forward(x, x, x.copy(), mask), attention.forward(x, mask));
    }
  }

  @Test
  void weightsTimesValuesIsAttention() {
    Tensor q = Tensor.randn(rng, 2, 3, 5, 4);
    Tensor k = Tensor.randn(rng, 2, 3, 6, 4);
    Tensor v = Tensor.randn(rng, 2, 3, 6, 2);
    for (Scores how : List.of(Scores.of(4), Scores.of(4).forCausal(1))) {
      Tensor weights = q.attentionWeights(k, null, null, how);
      near(weights.matmul(v), q.attention(k, v, how));
      near(weights.sum(-1), Tensor.ones(2, 3, 5));
    }
  }

  @Test
  void dropoutOfWeightsIsInTrainingOnlyAndKeepsTheMean() {
    Tensor q = Tensor.zeros(1, 200, 4);
    Tensor v = Tensor.ones(1, 200, 1);
    float[] inUse = q.attention(q, v, null, null, Scores.of(4), 0.5f).toArray();
    assertThat(inUse).containsOnly(inUse[0]);
    try (var _ = Tape.train(Rng.of(1))) {
      Tensor once = q.attention(q, v, null, null, Scores.of(4), 0.5f);
      Tensor again = q.attention(q, v, null, null, Scores.of(4), 0.5f);
      assertThat(once.mean().item()).isCloseTo(1, within(0.03f));
      assertThat(once.toArray()).isNotEqualTo(again.toArray());
    }
    try (var _ = Tape.train()) {
      assertThatThrownBy(() -> q.attention(q, v, null, null, Scores.of(4), 0.5f))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("Tape.train(rng)");
    }
  }

  @Test
  void theNumberOfThreadsChangesNoBit() {
    TransformerEncoder model =
        TransformerEncoder.of(TransformerForm.of(32, 4).withDropout(0.1f), 2, Rng.of(1));
    Tensor many = Tensor.randn(Rng.of(2), 3, 150, 32);
    assertThat(gradients(model, many, 3)).isEqualTo(gradients(model, many, 1));
  }

  private static float[] gradients(TransformerEncoder model, Tensor x, int threads) {
    try (var compute = Compute.threads(threads)) {
      return compute.call(() -> {
        model.parameters().clearGradients();
        try (var tape = Tape.train(Rng.of(9))) {
          tape.backward(model.forward(x, AttentionMask.forCausal()).square().sum());
        }
        return model.parameters().gradients().clone();
      });
    }
  }

  @Test
  void nanIsSeenByThoseWhoSeeIt() {
    Tensor k = Tensor.ones(1, 3, 2);
    k.array()[2] = Float.NaN;
    Tensor q = Tensor.ones(1, 3, 2);
    Tensor y = q.attention(k, Tensor.ones(1, 3, 2), Scores.of(2).forCausal());
    assertThat(y.at(0, 0, 0)).isEqualTo(1);
    assertThat(y.at(0, 1, 0)).isNaN();
    assertThat(y.at(0, 2, 1)).isNaN();
  }

  @Test
  void turnedRowsKnowOnlyTheirDistance() {
    for (boolean interleaved : new boolean[] {true, false}) {
      Tensor row = Tensor.randn(rng, 1, 6);
      Tensor other = Tensor.randn(rng, 1, 6);
      float near = product(row, 2, other, 5, interleaved);
      assertThat(product(row, 40, other, 43, interleaved)).isCloseTo(near, within(1e-4f));
      assertThat(product(row, 40, other, 44, interleaved)).isNotCloseTo(near, within(1e-3f));
    }
  }

  private static float product(Tensor a, int i, Tensor b, int j, boolean interleaved) {
    Tensor first = a.rotary(new Rotary(i, 10_000, interleaved));
    return first.mul(b.rotary(new Rotary(j, 10_000, interleaved))).sum().item();
  }

  @Test
  void slopesAreThePapers() {
    assertThat(Alibi.slopes(8))
        .containsExactly(
            0.5f, 0.25f, 0.125f, 0.0625f, 0.03125f, 0.015625f, 0.0078125f, 0.00390625f);
    float[] twelve = Alibi.slopes(12);
    assertThat(twelve[8]).isCloseTo((float) Math.pow(2, -0.5), within(1e-6f));
    assertThat(twelve[11]).isCloseTo((float) Math.pow(2, -3.5), within(1e-6f));
    assertThat(Alibi.bias(2, 1, 3, 2).toArray())
        .containsExactly(-0.125f, -0.0625f, 0, -0.0078125f, -0.00390625f, 0);
    refuses(() -> Alibi.slopes(0), "0 heads");
  }

  @Test
  void positionsAreAddedFromWhereTheyStart() {
    SinusoidalPositions waves = SinusoidalPositions.standard();
    Tensor at = waves.forward(Tensor.zeros(1, 2, 4), 3);
    assertThat(at.at(0, 0, 0)).isCloseTo((float) Math.sin(3), within(1e-6f));
    assertThat(at.at(0, 0, 1)).isCloseTo((float) Math.cos(3), within(1e-6f));
    assertThat(at.at(0, 1, 2)).isCloseTo((float) Math.sin(0.04), within(1e-6f));
    assertThat(at.at(0, 1, 3)).isCloseTo((float) Math.cos(0.04), within(1e-6f));
    LearnedPositions learned = LearnedPositions.of(5, 4, rng);
    assertThat(learned.forward(Tensor.zeros(2, 2, 4), 3).slice(0, 1, 2).toArray())
        .isEqualTo(learned.weight().slice(0, 3, 5).toArray());
    refuses(() -> learned.forward(Tensor.zeros(2, 2, 4), 4), "from 4", "[2, 2, 4]", "[5, 4]");
    refuses(() -> learned.forward(Tensor.zeros(2, 2, 3)), "[2, 2, 3]", "[5, 4]");
    refuses(() -> waves.forward(Tensor.zeros(3)), "[3]");
  }

  @Test
  void aTiedTableIsLearnedOnceByBothUses() {
    record Tied(Embedding table, Linear head) implements Layer {
      @Override
      public Tensor forward(Tensor tokens) {
        return head.forward(table.forward(tokens));
      }
    }
    Embedding table = Embedding.of(5, 3, rng);
    Tied model = new Tied(table, table.tied());
    assertThat(model.parameters().size()).isEqualTo(15);
    try (var tape = Tape.train()) {
      tape.backward(model.forward(Tensor.of(1, 1)).sum());
    }
    // Rows that were not looked up learn as outputs; the one that was, as both.
    float[] row = table.weight().slice(0, 1, 2).toArray();
    float[] untouched = table.weight().gradient().slice(0, 0, 1).toArray();
    float[] both = table.weight().gradient().slice(0, 1, 2).toArray();
    float[] sums = table.weight().sum(0).toArray();
    for (int i = 0; i < 3; i++) {
      assertThat(untouched[i]).isCloseTo(2 * row[i], within(1e-5f));
      assertThat(both[i]).isCloseTo(2 * row[i] + 2 * sums[i], within(1e-5f));
    }
  }

  @Test
  void paddingStandsForNothingAndLearnsNothing() {
    Embedding table = Embedding.padded(4, 2, 3, rng);
    assertThat(table.forward(Indices.of(3)).toArray()).containsOnly(0f);
    try (var tape = Tape.train()) {
      tape.backward(table.forward(Indices.of(3, 1, 1, 3)).sum());
    }
    assertThat(table.weight().gradient().toArray()).containsExactly(0, 0, 2, 2, 0, 0, 0, 0);
    assertThatThrownBy(() -> Embedding.padded(4, 2, 4, rng))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessageContainingAll("padding token 4", "0 to 3");
    refuses(() -> table.forward(Tensor.of(1, 0.5f)), "0.5", "place 1", "Indices");
  }

  @Test
  void saysWhatDoesNotFit() {
    MultiheadAttention attention = MultiheadAttention.of(8, 2, rng);
    refuses(() -> attention.forward(Tensor.zeros(2, 8)), "[2, 8]", "[batch, time, 8]");
    refuses(() -> attention.forward(Tensor.zeros(2, 3, 4)), "[2, 3, 4]", "8");
    refuses(() -> MultiheadAttention.of(8, 3, rng), "width 8", "3 heads");
    refuses(() -> MultiheadAttention.of(8, 2, 1, rng), "p = 1.0");
    refuses(() -> AttentionMask.none().withKeys(Tensor.ones(3)), "[3]", "[batch, keys]");
    refuses(() -> TransformerEncoder.of(TransformerForm.of(8, 2), 0, rng), "0 layers");
    AttentionMask short3 = AttentionMask.none().withKeys(Tensor.ones(2, 3));
    refuses(() -> attention.forward(x, short3), "mask [2, 1, 1, 3]", "[2, 2, 7, 7]");
    float[] width = new float[3 * 8];
    Arrays.fill(width, 1);
    var wrong = io.reverie.tensor.Parameter.of(width, 3, 8);
    refuses(() -> new MultiheadAttention(wrong, null, Linear.of(8, 8, rng), 2, 0, null), "[3, 8]");
  }
}
