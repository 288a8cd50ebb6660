package io.reverie.op;

import io.reverie.tensor.Indices;
import io.reverie.tensor.Shape;
import io.reverie.tensor.Tensor;

/**
 * Losses of embeddings: what belongs together should be near, the rest apart. Embeddings are rows
 * along the last axis.
 */
public sealed interface Similarities permits Tensor {
  /** This tensor. */
  Tensor self();

  /**
   * The distance of each row from that of another tensor of the same shape, by the norm of this
   * power; {@code […, n]} to {@code […]}. As PyTorch's, 10⁻⁶ is added to each difference.
   */
  default Tensor pairwiseDistance(Tensor other, float power) {
    return Tensor.apply(new PairwiseDistance(power, 1e-6f), self(), other);
  }

  /**
   * max(0, margin + d(this, positive) − d(this, negative)) with Euclid's distance (Schroff,
   * Kalenichenko &amp; Philbin 2015): an anchor should be nearer to its like than to others.
   *
   * @param swap whether the negative's distance is the smaller of those to anchor and positive
   */
  default Tensor tripletMargin(
      Tensor positive, Tensor negative, float margin, boolean swap, Reduction reduction) {
    Tensor near = self().pairwiseDistance(positive, 2);
    Tensor far = self().pairwiseDistance(negative, 2);
    if (swap) {
      // min(a, b) = a − max(a − b, 0)
      far = far.sub(far.sub(positive.pairwiseDistance(negative, 2)).relu());
    }
    return reduction.of(near.sub(far).add(margin).relu());
  }

  /** The mean with margin 1, without swap. */
  default Tensor tripletMargin(Tensor positive, Tensor negative) {
    return tripletMargin(positive, negative, 1, false, Reduction.MEAN);
  }

  /**
   * 1 − cos(a, b) for rows that belong together, max(0, cos(a, b) − margin) for those that do not.
   *
   * @param together 1 or −1 for each row
   * @throws IllegalArgumentException if there is not one such number a row
   */
  default Tensor cosineEmbedding(
      Tensor other, Indices together, float margin, Reduction reduction) {
    Tensor a = self();
    // As in PyTorch: a little is added to the squared lengths.
    Tensor lengths = a.square().sum(-1).add(1e-12f).mul(other.square().sum(-1).add(1e-12f));
    Tensor cosine = a.mul(other).sum(-1).div(lengths.sqrt());
    Tensor like = mask(together, 1, cosine.shape());
    Tensor unlike = mask(together, -1, cosine.shape());
    return reduction.of(cosine.neg().add(1).mul(like).add(cosine.sub(margin).relu().mul(unlike)));
  }

  /**
   * x where a thing belongs, max(0, margin − x) where it does not, for distances x: {@code
   * HingeEmbeddingLoss} of PyTorch.
   *
   * @param together 1 or −1 for each element
   */
  default Tensor hingeEmbedding(Indices together, float margin, Reduction reduction) {
    Tensor x = self();
    Tensor like = mask(together, 1, x.shape());
    Tensor unlike = mask(together, -1, x.shape());
    return reduction.of(x.mul(like).add(x.neg().add(margin).relu().mul(unlike)));
  }

  private static Tensor mask(Indices together, int which, Shape shape) {
    if (!together.shape().equals(shape)) {
      throw new IllegalArgumentException(
          "an embedding loss of %s and signs %s: one sign, 1 or -1, is needed for each"
              .formatted(shape, together.shape()));
    }
    float[] mask = new float[together.size()];
    for (int i = 0; i < mask.length; i++) {
      int sign = together.values()[i];
      if (sign != 1 && sign != -1) {
        throw new IllegalArgumentException(
            "sign %d at place %d of an embedding loss: 1 or -1 is needed".formatted(sign, i));
      }
      mask[i] = sign == which ? 1 : 0;
    }
    return Tensor.of(mask, 0, shape);
  }

  /** max(0, margin − t·(this − other)), reduced: this should be the larger where t is 1. */
  default Tensor marginRanking(Tensor other, Tensor target, float margin, Reduction reduction) {
    return self().sub(other).hinge(target, margin, reduction);
  }

  /**
   * InfoNCE (van den Oord, Li &amp; Vinyals 2018): each row should find its partner, the row of the
   * same number, among all rows of the other tensor, by its cosine over the temperature.
   *
   * <p>Both are {@code [n, features]}. The mean of both directions, {@code a.contrastive(b, τ)} and
   * {@code b.contrastive(a, τ)}, is CLIP's loss (Radford et al. 2021).
   */
  default Tensor contrastive(Tensor partners, float temperature) {
    Shape shape = self().shape();
    if (shape.rank() != 2 || !shape.equals(partners.shape())) {
      throw new IllegalArgumentException(
          "a contrastive loss of %s and %s: both are [n, features]"
              .formatted(shape, partners.shape()));
    }
    if (!(temperature > 0)) {
      throw new IllegalArgumentException(
          "a contrastive loss with temperature " + temperature + ": it must be positive");
    }
    int[] own = new int[shape.dim(0)];
    for (int i = 0; i < own.length; i++) {
      own[i] = i;
    }
    Tensor queries = unit(self()).mul(1 / temperature);
    return queries.matmul(unit(partners), false, true).crossEntropy(own);
  }

  /** Rows of length 1; shorter than 10⁻¹² stay short. */
  private static Tensor unit(Tensor x) {
    return x.div(x.square().sum(-1).add(1e-24f).sqrt().reshape(-1, 1));
  }
}
