package io.reverie.op;

import static io.reverie.kernel.Kernels.POINTWISE;
import static io.reverie.kernel.Kernels.ROWS;

import io.reverie.kernel.Parallel;
import io.reverie.kernel.Scratch;
import io.reverie.tensor.Node;
import io.reverie.tensor.Op;
import io.reverie.tensor.Shape;
import io.reverie.tensor.Tensor;
import java.util.Arrays;

/**
 * How much each query of {@link Attention} attends to each key: softmax(scale·Q·Kᵀ + bias), for
 * looking at and for whoever needs them; attention itself never stores them.
 *
 * <p>Inputs are Q {@code [..., heads, queries, width]} and K {@code [..., heads, keys, width]},
 * then a mask and a bias where {@link Scores} says so. The output is {@code [..., heads, queries,
 * keys]}; its rows add up to 1, or are 0 for a query that sees no key.
 *
 * @param how what is hidden, the scale
 */
public record AttentionWeights(Scores how) implements Op {
  @Override
  public Shape shape(Shape... in) {
    Attention.requireFit("attention weights", in[0], in[1], in[1]);
    Shape scores = in[0].with(-1, in[1].dim(-2));
    how.check("attention weights", scores, 2, in);
    return scores;
  }

  @Override
  public long multiplyAdds(Shape output, Shape... in) {
    return (long) output.size() * in[0].dim(-1);
  }

  @Override
  public void forward(Node node) {
    Heads q = Heads.of(node.input(0));
    Heads k = Heads.of(node.input(1));
    Heads y = Heads.of(node.output());
    ScoreTile scores = new ScoreTile(how, node, node.output().shape(), 2);
    int share = Attention.share(node.input(0), node.input(1));
    Parallel.chunks(
        q.count(),
        1,
        (from, end) -> {
          for (int h = from; h < end; h++) {
            int at = y.at(h, 0);
            scores.weights(q, k, h, h / share, q.rows(), k.rows(), y.array(), at);
          }
        });
  }

  @Override
  public void backward(Node node) {
    Heads q = Heads.of(node.input(0));
    Heads k = Heads.of(node.input(1));
    Heads y = Heads.of(node.output());
    Heads dy = Heads.of(node.outputGradient());
    ScoreTile scores = new ScoreTile(how, node, node.output().shape(), 2);
    int share = Attention.share(node.input(0), node.input(1));
    int rows = q.rows();
    int cols = k.rows();
    int extra = 2 + (how.masked() ? 1 : 0);
    Tensor bias = how.biased() && node.wants(extra) ? node.inputGradient(extra) : null;
    Heads dq = node.wants(0) ? Heads.of(node.inputGradient(0)) : null;
    Heads dk = node.wants(1) ? Heads.of(node.inputGradient(1)) : null;
    float[] ds = Scratch.SLOPES.floats(rows * cols);
    for (int h = 0; h < q.count(); h++) {
      Arrays.fill(ds, 0, rows * cols, 0f);
      ROWS.softmaxGradient(rows, cols, y.array(), y.at(h, 0), dy.array(), dy.at(h, 0), ds, 0);
      if (bias != null) {
        scores.addBias(bias, h, 0, rows, 0, cols, ds, 0, cols, 1);
      }
      POINTWISE.affine(rows * cols, how.scale(), 0, ds, 0, ds, 0);
      if (dq != null) {
        Heads.product(false, ds, 0, cols, rows, cols, k, h / share, 0, true, dq, h, 0);
      }
      if (dk != null) {
        Heads.product(true, ds, 0, cols, cols, rows, q, h, 0, true, dk, h / share, 0);
      }
    }
  }
}
