package io.reverie.op;

import static io.reverie.kernel.Kernels.GEMM;
import static io.reverie.kernel.Kernels.POINTWISE;

import io.reverie.tensor.Node;
import io.reverie.tensor.Nullable;
import io.reverie.tensor.Rng;
import io.reverie.tensor.Shape;
import io.reverie.tensor.Tensor;
import java.util.Objects;

/**
 * Makes tiles of attention's scores: products of queries and keys, scaled, biased, and −∞ where a
 * key is hidden.
 */
final class ScoreTile {
  private final Scores how;
  private final int queries;
  private final int keys;
  private final @Nullable Extra mask;
  final @Nullable Extra bias;

  /** A mask or bias that repeats to the scores, and where its numbers for a head lie. */
  static final class Extra {
    final Tensor tensor;
    final int rowStep;
    final int colStep;
    private final Shape all;

    Extra(Tensor tensor, Shape all) {
      this.tensor = tensor;
      this.all = all;
      Shape own = tensor.shape();
      int cols = own.rank() > 0 ? own.dim(-1) : 1;
      colStep = cols == 1 ? 0 : 1;
      rowStep = own.rank() < 2 || own.dim(-2) == 1 ? 0 : cols;
    }

    /** Where the numbers of this head start, relative to the tensor's own start. */
    int start(int head) {
      Shape own = tensor.shape();
      int stride = own.rank() < 2 ? own.size() : own.dim(-1) * own.dim(-2);
      int at = 0;
      for (int axis = 3; axis <= all.rank(); axis++) {
        int place = head % all.dim(-axis);
        head /= all.dim(-axis);
        if (axis <= own.rank()) {
          at += own.dim(-axis) == 1 ? 0 : place * stride;
          stride *= own.dim(-axis);
        }
      }
      return at;
    }
  }

  /**
   * @param all the shape that the scores would have: {@code [..., queries, keys]}
   * @param first the number of the first input that is a mask or bias
   */
  ScoreTile(Scores how, Node node, Shape all, int first) {
    this.how = how;
    queries = all.dim(-2);
    keys = all.dim(-1);
    mask = how.masked() ? new Extra(node.input(first), all) : null;
    int next = first + (how.masked() ? 1 : 0);
    bias = how.biased() ? new Extra(node.input(next), all) : null;
  }

  /** Scores of queries {@code i..iEnd} against keys {@code j..jEnd} of one head, dense rows. */
  void fill(
      Heads q, Heads k, int head, int kHead, int i, int iEnd, int j, int jEnd, float[] s, int so) {
    int cols = jEnd - j;
    GEMM.multiply(
        false,
        true,
        iEnd - i,
        cols,
        q.width(),
        q.array(),
        q.at(head, i),
        q.apart(),
        k.array(),
        k.at(kHead, j),
        k.apart(),
        false,
        s,
        so,
        cols);
    POINTWISE.affine((iEnd - i) * cols, how.scale(), 0, s, so, s, so);
    if (bias != null) {
      float[] b = bias.tensor.array();
      int start = bias.tensor.offset() + bias.start(head);
      for (int r = i; r < iEnd; r++) {
        int at = start + r * bias.rowStep + j * bias.colStep;
        int row = so + (r - i) * cols;
        POINTWISE.add(cols, s, row, 1, b, at, bias.colStep, s, row);
      }
    }
    hide(head, i, iEnd, j, jEnd, s, so);
  }

  private void hide(int head, int i, int iEnd, int j, int jEnd, float[] s, int so) {
    int cols = jEnd - j;
    if (mask != null) {
      float[] m = mask.tensor.array();
      int start = mask.tensor.offset() + mask.start(head);
      for (int r = i; r < iEnd; r++) {
        int at = start + r * mask.rowStep;
        for (int c = j; c < jEnd; c++) {
          if (!(m[at + c * mask.colStep] > 0.5f)) {
            s[so + (r - i) * cols + c - j] = Float.NEGATIVE_INFINITY;
          }
        }
      }
    }
    for (int r = i; how.causal() && r < iEnd; r++) {
      for (int c = Math.max(j, how.horizon(r + 1, keys)); c < jEnd; c++) {
        s[so + (r - i) * cols + c - j] = Float.NEGATIVE_INFINITY;
      }
    }
  }

  /** Adds slopes at a tile's scores to the gradient of the bias. */
  void addBias(Tensor gradient, int head, int i, int iEnd, int j, int jEnd, float[] slopes) {
    Extra extra = Objects.requireNonNull(bias);
    int start = gradient.offset() + extra.start(head);
    float[] to = gradient.array();
    int cols = jEnd - j;
    for (int r = i; r < iEnd; r++) {
      for (int c = j; c < jEnd; c++) {
        to[start + r * extra.rowStep + c * extra.colStep] += slopes[(r - i) * cols + c - j];
      }
    }
  }

  /** The scores' numbers that dropout draws for: each weight has its own, whatever the tiling. */
  void drop(float p, Rng.State stream, int head, int i, int iEnd, int j, int jEnd, float[] x) {
    float scale = 1 / (1 - p);
    int cols = jEnd - j;
    for (int r = i; r < iEnd; r++) {
      long place = ((long) head * queries + r) * keys + j;
      Rng rng = Rng.of(new Rng.State(stream.key(), stream.counter() + place));
      int row = (r - i) * cols;
      for (int c = 0; c < cols; c++) {
        x[row + c] *= rng.nextFloat() < p ? 0 : scale;
      }
    }
  }
}
