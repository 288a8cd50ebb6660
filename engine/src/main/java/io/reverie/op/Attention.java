package io.reverie.op;

import io.reverie.tensor.Node;
import io.reverie.tensor.Nullable;
import io.reverie.tensor.Op;
import io.reverie.tensor.Rng;
import io.reverie.tensor.Shape;
import io.reverie.tensor.Tensor;

/**
 * Scaled dot-product attention (Vaswani et al. 2017): Y = softmax(scale·Q·Kᵀ + bias)·V.
 *
 * <p>Inputs are Q {@code [..., heads, queries, width]}, K {@code [..., heads, keys, width]} and V
 * {@code [..., heads, keys, any]}; then a mask and a bias where {@link Scores} says so, which
 * broadcast to {@code [..., heads, queries, keys]}. Y is {@code [..., heads, queries, any]}. K and
 * V may have fewer heads, of which each then serves as many neighbouring heads of Q (grouped
 * queries, Ainslie et al. 2023). A query that sees no key gives zeros and sends no gradient, as
 * PyTorch's.
 *
 * <p>Queries × keys is never stored: tiles with an online softmax, made again on the way back.
 *
 * @param how what is hidden, the scale
 * @param dropout the probability by which each weight is silenced, 0 ≤ p &lt; 1
 * @param rng the stream that says which; not advanced, so a fresh one a use is needed
 */
public record Attention(Scores how, float dropout, @Nullable Rng rng) implements Op {
  /** Checks the probability, and that there is a stream where it is not 0. */
  public Attention {
    requireStream(dropout, rng);
  }

  /** Attention without dropout. */
  public Attention(Scores how) {
    this(how, 0, null);
  }

  static void requireStream(float dropout, @Nullable Rng rng) {
    if (!(dropout >= 0 && dropout < 1)) {
      throw new IllegalArgumentException(
          "attention with dropout p = " + dropout + ": 0 ≤ p < 1 is needed");
    }
    if (dropout > 0 && rng == null) {
      throw new IllegalArgumentException(
          "attention with dropout p = " + dropout + " and no stream: give it an Rng to draw from");
    }
  }

  @Override
  public Shape shape(Shape... in) {
    requireFit("attention", in[0], in[1], in[2]);
    how.check("attention", in[0].with(-1, in[1].dim(-2)), 3, in);
    return in[0].with(-1, in[2].dim(-1));
  }

  /** Throws unless queries, keys and values belong together. */
  static void requireFit(String name, Shape q, Shape k, Shape v) {
    int rank = q.rank();
    boolean fits =
        rank >= 2
            && k.rank() == rank
            && v.rank() == rank
            && q.dim(-1) == k.dim(-1)
            && k.without(-1).equals(v.without(-1));
    for (int axis = 0; fits && axis < rank - 2; axis++) {
      boolean heads = axis == rank - 3 && k.dim(axis) > 0 && q.dim(axis) % k.dim(axis) == 0;
      fits = heads || q.dim(axis) == k.dim(axis);
    }
    if (!fits) {
      throw new IllegalArgumentException(
          "%s of queries %s, keys %s, values %s: it takes [..., heads, queries, width],"
                  .formatted(name, q, k, v)
              + " [..., heads, keys, width] and [..., heads, keys, any]; the queries' heads may be"
              + " a multiple");
    }
  }

  @Override
  public long multiplyAdds(Shape output, Shape... in) {
    return (long) output.sizeOf(0, output.rank() - 1)
        * in[1].dim(-2)
        * (in[0].dim(-1) + in[2].dim(-1));
  }

  @Override
  public void forward(Node node) {
    Shape all = node.input(0).shape().with(-1, node.input(1).dim(-2));
    node.hold(new ScoreTile(how, node, all, 3, dropout, rng));
    tiles(node).forward(node);
  }

  @Override
  public void backward(Node node) {
    Tiles tiles = tiles(node);
    tiles.dy.see(node.outputGradient());
    if (node.wants(0)) {
      tiles.dq.see(node.inputGradient(0));
    }
    if (node.wants(1)) {
      tiles.dk.see(node.inputGradient(1));
    }
    if (node.wants(2)) {
      tiles.dv.see(node.inputGradient(2));
    }
    int bias = 3 + (how.masked() ? 1 : 0);
    tiles.backward(node, how.biased() && node.wants(bias) ? node.inputGradient(bias) : null);
  }

  private Tiles tiles(Node node) {
    int share = share(node.input(0), node.input(1));
    Tiles tiles = Tiles.of(node.held(ScoreTile.class), how, share);
    tiles.q.see(node.input(0));
    tiles.k.see(node.input(1));
    tiles.v.see(node.input(2));
    tiles.y.see(node.output());
    return tiles;
  }

  /** How many heads of queries look at one head of keys. */
  static int share(Tensor q, Tensor k) {
    return q.shape().rank() < 3 || k.dim(-3) == 0 ? 1 : q.dim(-3) / k.dim(-3);
  }
}
