package io.reverie.op;

import io.reverie.tensor.Node;
import io.reverie.tensor.Nullable;
import io.reverie.tensor.Op;
import io.reverie.tensor.Rng;
import io.reverie.tensor.Shape;
import io.reverie.tensor.Tensor;

/**
 * {@link Attention} of a sequence to itself, straight from one projection to queries, keys and
 * values.
 *
 * <p>The input is {@code [batch, time, 3·heads·width]}: all heads' queries, then their keys, then
 * their values; then a mask and a bias where {@link Scores} says so, which broadcast to {@code
 * [batch, heads, time, time]}. The output is {@code [batch, time, heads·width]}. The heads stay
 * where the projection left them: nothing is permuted on either side.
 *
 * @param heads how many heads there are, at least 1
 * @param how what is hidden, the scale
 * @param dropout the probability by which each weight is silenced, 0 ≤ p &lt; 1
 * @param rng the stream that says which; not advanced, so a fresh one a use is needed
 */
public record SelfAttention(int heads, Scores how, float dropout, @Nullable Rng rng) implements Op {
  /** Checks the number of heads, the probability and the stream. */
  public SelfAttention {
    if (heads < 1) {
      throw new IllegalArgumentException("self-attention with " + heads + " heads: 1 is the least");
    }
    Attention.requireStream(dropout, rng);
  }

  @Override
  public Shape shape(Shape... in) {
    Shape x = in[0];
    if (x.rank() != 3 || x.dim(2) % (3 * heads) != 0) {
      throw new IllegalArgumentException(
          "self-attention of %s with %d heads: it takes [batch, time, 3·heads·width], queries, keys"
                  .formatted(x, heads)
              + " and values side by side");
    }
    if (in.length > 1 || how.extras() > 0) {
      how.check("self-attention", scores(x), 1, in);
    }
    return x.with(2, x.dim(2) / 3);
  }

  private Shape scores(Shape x) {
    return Shape.of(x.dim(0), heads, x.dim(1), x.dim(1));
  }

  @Override
  public long multiplyAdds(Shape output, Shape... in) {
    return 2L * output.size() * output.dim(1);
  }

  @Override
  public void forward(Node node) {
    node.hold(new ScoreTile(how, node, scores(node.input(0).shape()), 1, dropout, rng));
    tiles(node).forward(node);
  }

  @Override
  public void backward(Node node) {
    Tiles tiles = tiles(node);
    tiles.dy.see(node.outputGradient(), heads, 0, 1);
    if (node.wants(0)) {
      Tensor dx = node.inputGradient(0);
      tiles.dq.see(dx, heads, 0, 3);
      tiles.dk.see(dx, heads, 1, 3);
      tiles.dv.see(dx, heads, 2, 3);
    }
    int bias = 1 + (how.masked() ? 1 : 0);
    tiles.backward(node, how.biased() && node.wants(bias) ? node.inputGradient(bias) : null);
  }

  private Tiles tiles(Node node) {
    Tensor x = node.input(0);
    Tiles tiles = Tiles.of(node.held(ScoreTile.class), how, 1);
    tiles.q.see(x, heads, 0, 3);
    tiles.k.see(x, heads, 1, 3);
    tiles.v.see(x, heads, 2, 3);
    tiles.y.see(node.output(), heads, 0, 1);
    return tiles;
  }
}
