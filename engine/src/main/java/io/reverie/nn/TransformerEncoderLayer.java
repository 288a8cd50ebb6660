package io.reverie.nn;

import io.reverie.tensor.Rng;
import io.reverie.tensor.Tape;
import io.reverie.tensor.Tensor;
import java.util.function.UnaryOperator;

/**
 * A layer of a Transformer's encoder (Vaswani et al. 2017): attention of a sequence to itself, then
 * two linear layers, each beside a shortcut. With a causal mask, a layer of a GPT.
 *
 * @param selfAttn attention
 * @param linear1 to the hidden features
 * @param linear2 back
 * @param norm1 the norm of the attention
 * @param norm2 the norm of the linear layers
 * @param form where the norms stand, the non-linearity, dropout
 */
public record TransformerEncoderLayer(
    MultiheadAttention selfAttn,
    Linear linear1,
    Linear linear2,
    LayerNorm norm1,
    LayerNorm norm2,
    TransformerForm form)
    implements Layer {
  /** A layer that starts as PyTorch's. */
  public static TransformerEncoderLayer of(TransformerForm form, Rng rng) {
    return new TransformerEncoderLayer(
        form.attention(rng),
        Linear.of(form.width(), form.hidden(), rng),
        Linear.of(form.hidden(), form.width(), rng),
        LayerNorm.of(form.width()),
        LayerNorm.of(form.width()),
        form);
  }

  /** {@code [batch, time, width]} to the same, everything seen. */
  @Override
  public Tensor forward(Tensor x) {
    return forward(x, AttentionMask.none());
  }

  /** The same with a mask. */
  public Tensor forward(Tensor x, AttentionMask mask) {
    return through(x, y -> selfAttn.found(y, mask));
  }

  /** Further tokens of a causal sequence; the cache, of this layer alone, takes them in. */
  public Tensor forward(Tensor x, KvCache cache) {
    return through(x, y -> selfAttn.found(y, cache, AttentionMask.forCausal()));
  }

  private Tensor through(Tensor x, UnaryOperator<Tensor> attend) {
    Tensor y = beside(form, x, norm1, attend, selfAttn.outProj());
    return beside(form, y, norm2, z -> hidden(form, z, linear1), linear2);
  }

  /**
   * A part of the layer and its last projection, beside their shortcut; the norm stands before the
   * part or after the sum.
   */
  static Tensor beside(
      TransformerForm form, Tensor x, LayerNorm norm, UnaryOperator<Tensor> part, Linear last) {
    Tensor inner = part.apply(form.normFirst() ? norm.forward(x) : x);
    boolean drops = form.dropout() > 0 && Tape.training();
    Tensor sum =
        drops || Tape.heard()
            ? x.add(last.forward(inner).dropout(form.dropout()))
            : last.addTo(x, inner);
    return form.normFirst() ? sum : norm.forward(sum);
  }

  /** What the first of the two linear layers hands to the second. */
  static Tensor hidden(TransformerForm form, Tensor x, Linear in) {
    return Activated.forward(in, form.activation(), x).dropout(form.dropout());
  }
}
