package io.reverie.nn;

import io.reverie.tensor.Nullable;
import io.reverie.tensor.Rng;
import io.reverie.tensor.Tensor;
import java.util.List;

/**
 * A stack of encoder layers; with causal masks, the trunk of a GPT.
 *
 * @param layers the layers, first to last
 * @param norm the norm after the last, or {@code null} for none
 */
public record TransformerEncoder(List<TransformerEncoderLayer> layers, @Nullable LayerNorm norm)
    implements Layer {
  /** Copies the list. */
  public TransformerEncoder {
    layers = List.copyOf(layers);
  }

  /** A stack of this many layers, with a norm after the last where norms come first. */
  public static TransformerEncoder of(TransformerForm form, int layers, Rng rng) {
    return new TransformerEncoder(
        TransformerForm.times(layers, () -> TransformerEncoderLayer.of(form, rng)),
        form.normFirst() ? LayerNorm.of(form.width()) : null);
  }

  /** {@code [batch, time, width]} to the same, everything seen. */
  @Override
  public Tensor forward(Tensor x) {
    return forward(x, AttentionMask.none());
  }

  /** The same with a mask. */
  public Tensor forward(Tensor x, AttentionMask mask) {
    Tensor y = x;
    for (TransformerEncoderLayer layer : layers) {
      y = layer.forward(y, mask);
    }
    return norm == null ? y : norm.forward(y);
  }

  /** As many empty caches as there are layers. */
  public List<KvCache> caches() {
    return TransformerForm.times(layers.size(), KvCache::empty);
  }

  /** Further tokens of a causal sequence; the {@link #caches} of its past take them in. */
  public Tensor forward(Tensor x, List<KvCache> caches) {
    Tensor y = x;
    for (int i = 0; i < layers.size(); i++) {
      y = layers.get(i).forward(y, caches.get(i));
    }
    return norm == null ? y : norm.forward(y);
  }
}
