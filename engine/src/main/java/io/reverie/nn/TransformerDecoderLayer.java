package io.reverie.nn;

import io.reverie.tensor.Rng;
import io.reverie.tensor.Tensor;
import java.util.function.UnaryOperator;

/**
 * A layer of a Transformer's decoder (Vaswani et al. 2017): attention of the sequence to itself,
 * attention to the memory that an encoder wrote, then two linear layers, each beside a shortcut.
 *
 * @param selfAttn attention of the sequence to itself
 * @param multiheadAttn attention to the memory
 * @param linear1 to the hidden features
 * @param linear2 back
 * @param norm1 the norm of the first attention
 * @param norm2 the norm of the second attention
 * @param norm3 the norm of the linear layers
 * @param form where the norms stand, the non-linearity, dropout
 */
public record TransformerDecoderLayer(
    MultiheadAttention selfAttn,
    MultiheadAttention multiheadAttn,
    Linear linear1,
    Linear linear2,
    LayerNorm norm1,
    LayerNorm norm2,
    LayerNorm norm3,
    TransformerForm form)
    implements Layer {
  /** A layer that starts as PyTorch's. */
  public static TransformerDecoderLayer of(TransformerForm form, Rng rng) {
    return new TransformerDecoderLayer(
        form.attention(rng),
        form.attention(rng),
        Linear.of(form.width(), form.hidden(), rng),
        Linear.of(form.hidden(), form.width(), rng),
        LayerNorm.of(form.width()),
        LayerNorm.of(form.width()),
        LayerNorm.of(form.width()),
        form);
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

  /**
   * What the sequence becomes.
   *
   * @param x {@code [batch, time, width]}
   * @param memory {@code [batch, any, width]}
   * @param mask what the sequence sees of itself, usually {@link AttentionMask#forCausal()}
   * @param memoryMask what it sees of the memory
   */
  public Tensor forward(Tensor x, Tensor memory, AttentionMask mask, AttentionMask memoryMask) {
    return through(x, memory, y -> selfAttn.found(y, mask), memoryMask);
  }

  /** Further tokens of a causal sequence; the cache, of this layer alone, takes them in. */
  public Tensor forward(Tensor x, Tensor memory, KvCache cache, AttentionMask memoryMask) {
    return through(x, memory, y -> selfAttn.found(y, cache, AttentionMask.forCausal()), memoryMask);
  }

  private Tensor through(
      Tensor x, Tensor memory, UnaryOperator<Tensor> attend, AttentionMask memoryMask) {
    Tensor y = TransformerEncoderLayer.beside(form, x, norm1, attend, selfAttn.outProj());
    y =
        TransformerEncoderLayer.beside(
            form,
            y,
            norm2,
            z -> multiheadAttn.found(z, memory, memory, memoryMask),
            multiheadAttn.outProj());
    return TransformerEncoderLayer.beside(
        form, y, norm3, z -> TransformerEncoderLayer.hidden(form, z, linear1), linear2);
  }
}
