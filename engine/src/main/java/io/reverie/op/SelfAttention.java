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
    Tensor x = node.input(0);
    Tiles tiles =
        new Tiles(
            Heads.of(x, heads, 0, 3),
            Heads.of(x, heads, 1, 3),
            Heads.of(x, heads, 2, 3),
            Heads.of(node.output(), heads, 0, 1),
            new ScoreTile(how, node, scores(x.shape()), 1),
            how,
            Tiles.Dropping.of(dropout, rng),
            1);
    node.hold(tiles);
    node.keep(tiles.kept());
    tiles.forward(node.kept(), node.keptOffset());
  }

  @Override
  public void backward(Node node) {
    Heads dy = Heads.of(node.outputGradient(), heads, 0, 1);
    node.held(Tiles.class).backward(dy, node.kept(), node.keptOffset(), slopes(node));
  }

  private Tiles.Slopes slopes(Node node) {
    int bias = 1 + (how.masked() ? 1 : 0);
    Tensor into = how.biased() && node.wants(bias) ? node.inputGradient(bias) : null;
    if (!node.wants(0)) {
      return new Tiles.Slopes(null, null, null, into);
    }
    Tensor dx = node.inputGradient(0);
    return new Tiles.Slopes(
        Heads.of(dx, heads, 0, 3), Heads.of(dx, heads, 1, 3), Heads.of(dx, heads, 2, 3), into);
  }
}
