package io.reverie.op;

import static io.reverie.kernel.Kernels.ATTENDING;
import static io.reverie.kernel.Kernels.GEMM;
import static io.reverie.kernel.Kernels.POINTWISE;

import io.reverie.kernel.Parallel;
import io.reverie.kernel.Scratch;
import io.reverie.tensor.Nullable;
import io.reverie.tensor.Rng;
import io.reverie.tensor.Tensor;
import java.util.Arrays;

/**
 * Attention tile by tile, never storing queries × keys (Dao et al. 2022, "FlashAttention"; Rabe
 * &amp; Staats 2021).
 *
 * <p>Forward keeps a number a query, the logarithm of the sum of its exponentials; backward makes
 * the probabilities again from it. Queries of different tiles go to different threads on the way
 * there, heads on the way back, where all tiles of a head add to its keys' gradients in order.
 *
 * @param share how many heads of queries look at one head of keys
 */
record Tiles(ScoreTile scores, Scores how, Dropping dropping, int share) {
  /** Queries of a tile. */
  static final int ROWS = 64;

  /** Keys of a tile. */
  static final int COLS = 128;

  /** Dropout of the attention's weights: none where there is no stream. */
  record Dropping(float p, Rng.@Nullable State stream) {
    static Dropping of(float p, @Nullable Rng rng) {
      return new Dropping(p, rng == null ? null : rng.state());
    }

    void apply(ScoreTile scores, int head, int i, int iEnd, int j, int jEnd, float[] x) {
      if (stream != null && p > 0) {
        scores.drop(p, stream, head, i, iEnd, j, jEnd, x);
      }
    }
  }

  /** How many numbers are kept: the logarithm of each query's sum, and room for the way back. */
  static int kept(Heads q) {
    return 2 * q.count() * q.rows();
  }

  /** Y = softmax(scores)·V; the logarithms of the sums go to {@code total}. */
  void forward(Heads q, Heads k, Heads v, Heads y, float[] total, int to) {
    int blocks = (q.rows() + ROWS - 1) / ROWS;
    Parallel.chunks(
        q.count() * blocks,
        grain(q, k),
        (from, end) -> {
          float[] s = Scratch.TILES.floats(ROWS * COLS + ROWS);
          for (int t = from; t < end; t++) {
            forward(q, k, v, y, total, to, t / blocks, t % blocks * ROWS, s);
          }
        });
  }

  /** Blocks of queries a thread takes at a time: small heads go together. */
  private static int grain(Heads q, Heads k) {
    long work = (long) Math.min(ROWS, q.rows()) * Math.max(1, k.rows()) * Math.max(1, q.width());
    return (int) Math.max(1, (1 << 17) / Math.max(1, work));
  }

  private void forward(
      Heads q, Heads k, Heads v, Heads y, float[] total, int to, int head, int i, float[] s) {
    int iEnd = Math.min(q.rows(), i + ROWS);
    int rows = iEnd - i;
    int max = to + head * q.rows() + i;
    int sum = ROWS * COLS;
    int out = y.at(head, i);
    Arrays.fill(total, max, max + rows, Float.NEGATIVE_INFINITY);
    Arrays.fill(s, sum, sum + rows, 0f);
    int last = how.horizon(iEnd, k.rows());
    for (int j = 0; j < last; j += COLS) {
      int jEnd = Math.min(last, j + COLS);
      int cols = jEnd - j;
      scores.fill(q, k, head, head / share, i, iEnd, j, jEnd, s, 0);
      ATTENDING.fold(
          rows, cols, s, 0, total, max, s, sum, j == 0 ? 0 : v.width(), y.array(), out, y.apart());
      dropping.apply(scores, head, i, iEnd, j, jEnd, s);
      GEMM.multiply(
          false,
          false,
          rows,
          v.width(),
          cols,
          s,
          0,
          cols,
          v.array(),
          v.at(head / share, j),
          v.apart(),
          j > 0,
          y.array(),
          out,
          y.apart());
    }
    for (int r = 0; r < rows; r++) {
      float all = s[sum + r];
      int row = out + r * y.apart();
      if (all == 0) {
        Arrays.fill(y.array(), row, row + v.width(), 0f);
      } else {
        POINTWISE.affine(v.width(), 1 / all, 0, y.array(), row, y.array(), row);
        total[max + r] += (float) Math.log(all);
      }
    }
  }

  /** Where the gradients go, {@code null} for an input that wants none. */
  record Slopes(@Nullable Heads q, @Nullable Heads k, @Nullable Heads v, @Nullable Tensor bias) {}

  /** Adds to the gradients of all that was attended with and to. */
  void backward(
      Heads q, Heads k, Heads v, Heads y, Heads dy, float[] total, int to, Slopes slopes) {
    int mean = to + q.count() * q.rows();
    Parallel.Body heads =
        (from, end) -> {
          for (int h = from * share; h < end * share; h++) {
            int row = h * q.rows();
            for (int r = 0; r < q.rows(); r++) {
              double dot = POINTWISE.dot(v.width(), dy.array(), dy.at(h, r), y.array(), y.at(h, r));
              total[mean + row + r] = (float) dot;
            }
            backward(q, k, v, dy, total, to + row, mean + row, slopes, h);
          }
        };
    if (slopes.bias() == null) {
      Parallel.chunks(k.count(), 1, heads);
    } else {
      // Heads may share a bias: one after the other.
      heads.run(0, k.count());
    }
  }

  private void backward(
      Heads q,
      Heads k,
      Heads v,
      Heads dy,
      float[] total,
      int to,
      int mean,
      Slopes slopes,
      int head) {
    float[] p = Scratch.TILES.floats(ROWS * COLS);
    float[] ds = Scratch.SLOPES.floats(ROWS * COLS);
    int kHead = head / share;
    for (int i = 0; i < q.rows(); i += ROWS) {
      int iEnd = Math.min(q.rows(), i + ROWS);
      int last = how.horizon(iEnd, k.rows());
      for (int j = 0; j < last; j += COLS) {
        int jEnd = Math.min(last, j + COLS);
        int rows = iEnd - i;
        int cols = jEnd - j;
        scores.fill(q, k, head, kHead, i, iEnd, j, jEnd, p, 0);
        ATTENDING.probabilities(rows, cols, p, 0, total, to + i);
        slopesOfWeights(v, dy, head, i, iEnd, j, jEnd, ds);
        if (slopes.v() != null) {
          addToValues(slopes.v(), dy, head, i, iEnd, j, jEnd, p);
        }
        boolean biased = slopes.bias() != null;
        ATTENDING.slopes(rows, cols, biased ? 1 : how.scale(), p, 0, ds, 0, total, mean + i);
        if (slopes.bias() != null) {
          scores.addBias(slopes.bias(), head, i, iEnd, j, jEnd, ds);
          POINTWISE.affine(rows * cols, how.scale(), 0, ds, 0, ds, 0);
        }
        if (slopes.q() != null) {
          addProduct(false, ds, rows, cols, k, kHead, j, slopes.q(), head, i);
        }
        if (slopes.k() != null) {
          addProduct(true, ds, rows, cols, q, head, i, slopes.k(), kHead, j);
        }
      }
    }
  }

  /** ds = dY·Vᵀ, with what dropout silenced silent. */
  private void slopesOfWeights(
      Heads v, Heads dy, int head, int i, int iEnd, int j, int jEnd, float[] ds) {
    GEMM.multiply(
        false,
        true,
        iEnd - i,
        jEnd - j,
        v.width(),
        dy.array(),
        dy.at(head, i),
        dy.apart(),
        v.array(),
        v.at(head / share, j),
        v.apart(),
        false,
        ds,
        0,
        jEnd - j);
    dropping.apply(scores, head, i, iEnd, j, jEnd, ds);
  }

  /** dV += Pᵀ·dY. */
  private void addToValues(
      Heads dv, Heads dy, int head, int i, int iEnd, int j, int jEnd, float[] p) {
    int n = (iEnd - i) * (jEnd - j);
    float[] used = p;
    if (dropping.stream() != null && dropping.p() > 0) {
      // A copy: the slopes need the weights as they were before.
      used = Scratch.DROPPED.floats(n);
      System.arraycopy(p, 0, used, 0, n);
      dropping.apply(scores, head, i, iEnd, j, jEnd, used);
    }
    addProduct(true, used, iEnd - i, jEnd - j, dy, head, i, dv, head / share, j);
  }

  /** to += tile·from, or its transposed. */
  static void addProduct(
      boolean turned,
      float[] tile,
      int rows,
      int cols,
      Heads from,
      int fromHead,
      int fromRow,
      Heads to,
      int toHead,
      int toRow) {
    GEMM.multiply(
        turned,
        false,
        turned ? cols : rows,
        from.width(),
        turned ? rows : cols,
        tile,
        0,
        cols,
        from.array(),
        from.at(fromHead, fromRow),
        from.apart(),
        true,
        to.array(),
        to.at(toHead, toRow),
        to.apart());
  }
}
