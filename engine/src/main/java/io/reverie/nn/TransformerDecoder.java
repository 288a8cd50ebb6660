package io.reverie.nn;

import io.reverie.tensor.Nullable;
import io.reverie.tensor.Rng;
import io.reverie.tensor.Tensor;
import java.util.List;

/**
 * A stack of decoder layers that read one memory.
 *
 * @param layers the layers, first to last
 * @param norm the norm after the last, or {@code null} for none
 */
public record TransformerDecoder(List<TransformerDecoderLayer> layers, @Nullable LayerNorm norm)
    implements Layer {
  /** Copies the list. */
  public TransformerDecoder {
    layers = List.copyOf(layers);
  }

  /** A stack of this many layers, with a norm after the last where norms come first. */
  public static TransformerDecoder of(TransformerForm form, int layers, Rng rng) {
    return new TransformerDecoder(
        TransformerForm.times(layers, () -> TransformerDecoderLayer.of(form, rng)),
        form.normFirst() ? LayerNorm.of(form.width()) : null);
  }

  /**
   * Not how a decoder is used.
   *
   * @throws UnsupportedOperationException always: it reads a memory too
   */
  @Override
  public Tensor forward(Tensor x) {
    throw new UnsupportedOperationException(
        "a decoder reads a memory too: forward(x, memory, mask, memoryMask)");
  }

  /** What the sequence becomes, as {@link TransformerDecoderLayer} has it. */
  public Tensor forward(Tensor x, Tensor memory, AttentionMask mask, AttentionMask memoryMask) {
    Tensor y = x;
    for (TransformerDecoderLayer layer : layers) {
      y = layer.forward(y, memory, mask, memoryMask);
    }
    return norm == null ? y : norm.forward(y);
  }

  /** As many empty caches as there are layers. */
  public List<KvCache> caches() {
    return TransformerForm.times(layers.size(), KvCache::empty);
  }

  /** Further tokens of a causal sequence; the {@link #caches} of its past take them in. */
  public Tensor forward(Tensor x, Tensor memory, List<KvCache> caches, AttentionMask memoryMask) {
    Tensor y = x;
    for (int i = 0; i < layers.size(); i++) {
      y = layers.get(i).forward(y, memory, caches.get(i), memoryMask);
    }
    return norm == null ? y : norm.forward(y);
  }
}
