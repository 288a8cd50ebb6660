package io.reverie.op;

import static io.reverie.kernel.Kernels.GEMM;
import static io.reverie.kernel.Kernels.POINTWISE;
import static io.reverie.kernel.Kernels.ROWS;

import io.reverie.tensor.Node;
import io.reverie.tensor.Nullable;
import io.reverie.tensor.Rng;
import io.reverie.tensor.Shape;
import io.reverie.tensor.Tensor;
import java.util.Arrays;
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
  private final @Nullable Extra bias;

  /** Dropout of the weights: none where there is no stream. */
  private final float p;

  private final Rng.@Nullable State stream;

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
    this(how, node, all, first, 0, null);
  }

  /** The same where weights are silenced with probability {@code p}, as this stream says. */
  ScoreTile(Scores how, Node node, Shape all, int first, float p, @Nullable Rng rng) {
    this.how = how;
    this.p = p;
    this.stream = rng == null || p == 0 ? null : rng.state();
    queries = all.dim(-2);
    keys = all.dim(-1);
    mask = how.masked() ? new Extra(node.input(first), all) : null;
    int next = first + (how.masked() ? 1 : 0);
    bias = how.biased() ? new Extra(node.input(next), all) : null;
  }

  /**
   * Scores of queries {@code i..iEnd} against keys {@code j..jEnd} of one head, a row a key.
   *
   * @param turned where in {@code s} the queries lie as columns, scaled
   * @param so where in {@code s} the scores go
   * @param lanes how far apart rows are in {@code s}
   */
  void fill(
      Heads k,
      int head,
      int kHead,
      int i,
      int iEnd,
      int j,
      int jEnd,
      float[] s,
      int turned,
      int so,
      int lanes) {
    int columns = (iEnd - i + 15) & -16;
    Heads.product(k, kHead, j, jEnd - j, s, turned, columns, lanes, so);
    adjust(head, i, iEnd, j, jEnd, s, so, 1, lanes);
    for (int c = Math.max(j, how.horizon(i + 1, keys)); c < jEnd; c++) {
      // Queries before the one at which this key begins to be seen.
      int hidden = Math.min(iEnd, c - how.past()) - i;
      int row = so + (c - j) * lanes;
      Arrays.fill(s, row, row + hidden, Float.NEGATIVE_INFINITY);
    }
  }

  /**
   * Weights of queries {@code 0..rows} on the keys {@code 0..cols}, a dense row a query.
   *
   * @return the logarithm of the last query's sum of exponentials
   */
  float weights(Heads q, Heads k, int head, int kHead, int rows, int cols, float[] y, int yo) {
    GEMM.multiply(
        false,
        true,
        rows,
        cols,
        q.width(),
        q.array(),
        q.at(head, 0),
        q.apart(),
        k.array(),
        k.at(kHead, 0),
        k.apart(),
        false,
        y,
        yo,
        cols);
    POINTWISE.affine(rows * cols, how.scale(), 0, y, yo, y, yo);
    adjust(head, 0, rows, 0, cols, y, yo, cols, 1);
    for (int r = 0; r < rows; r++) {
      int row = yo + r * cols;
      int seen = Math.min(cols, how.horizon(r + 1, keys));
      Arrays.fill(y, row + seen, row + cols, Float.NEGATIVE_INFINITY);
    }
    float total = Float.NEGATIVE_INFINITY;
    for (int at = yo; at < yo + rows * cols; at += cols) {
      int seen = at;
      while (seen < at + cols && y[seen] == Float.NEGATIVE_INFINITY) {
        seen++;
      }
      if (seen < at + cols) {
        total = ROWS.softmaxRow(cols, y, at, y, at);
      } else {
        Arrays.fill(y, at, at + cols, 0f);
      }
    }
    return total;
  }

  /**
   * Adds the bias and hides what the mask hides; a score is {@code apart} from the next query's.
   */
  private void adjust(
      int head, int i, int iEnd, int j, int jEnd, float[] s, int so, int apart, int step) {
    if (bias != null) {
      float[] b = bias.tensor.array();
      int start = bias.tensor.offset() + bias.start(head);
      for (int r = i; r < iEnd; r++) {
        int at = start + r * bias.rowStep;
        int to = so + (r - i) * apart;
        for (int c = j; c < jEnd; c++, to += step) {
          s[to] += b[at + c * bias.colStep];
        }
      }
    }
    for (int r = i; r < iEnd; r++) {
      int to = so + (r - i) * apart;
      if (mask != null) {
        float[] m = mask.tensor.array();
        int at = mask.tensor.offset() + mask.start(head) + r * mask.rowStep;
        for (int c = j; c < jEnd; c++) {
          if (!(m[at + c * mask.colStep] > 0.5f)) {
            s[to + (c - j) * step] = Float.NEGATIVE_INFINITY;
          }
        }
      }
    }
  }

  /** Adds slopes at a tile's scores to the gradient of the bias. */
  void addBias(
      Tensor gradient,
      int head,
      int i,
      int iEnd,
      int j,
      int jEnd,
      float[] slopes,
      int so,
      int apart,
      int step) {
    Extra extra = Objects.requireNonNull(bias);
    int start = gradient.offset() + extra.start(head);
    float[] to = gradient.array();
    for (int r = i; r < iEnd; r++) {
      int from = so + (r - i) * apart;
      for (int c = j; c < jEnd; c++, from += step) {
        to[start + r * extra.rowStep + c * extra.colStep] += slopes[from];
      }
    }
  }

  /** Silences weights by dropout: each draws a number of its own, whatever the tiling. */
  void drop(int head, int i, int iEnd, int j, int jEnd, float[] x, int xo, int lanes) {
    if (stream == null) {
      return;
    }
    float scale = 1 / (1 - p);
    for (int r = i; r < iEnd; r++) {
      long place = ((long) head * queries + r) * keys + j;
      Rng rng = Rng.of(new Rng.State(stream.key(), stream.counter() + place));
      int to = xo + r - i;
      for (int c = j; c < jEnd; c++, to += lanes) {
        x[to] *= rng.nextFloat() < p ? 0 : scale;
      }
    }
  }
}
