package io.reverie.op;

import static io.reverie.kernel.Kernels.ATTENDING;
import static io.reverie.kernel.Kernels.ELEMENTARY;
import static io.reverie.kernel.Kernels.GEMM;
import static io.reverie.kernel.Kernels.MOVES;
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
 * <p>A tile of scores has a row for each key and a column for each query, so that the queries lie
 * in the lanes of vectors: what softmax does for a query is then done for a vector of them at once,
 * without adding up or comparing the lanes of any, and a row is a whole number of vectors, where
 * need be with queries of zeros. The queries of a tile are turned into columns once for all its
 * keys; all six products, there and back, then take keys and values where they lie:
 *
 * <pre>
 *   S = K·Qᵀ     P = e^(S − max)     Y = Pᵀ·V
 *   dP = V·dYᵀ   dS = P·(dP − mean)  dV = P·dY   dK = dS·Q   dQ = dSᵀ·K
 * </pre>
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

  /**
   * Where a thread's scratch memory holds what, {@value #ROWS} numbers each. A large array's number
   * 12 lies on the border of a cache line, where vectors are read fastest.
   */
  private static final int MAX = 12;

  private static final int SUM = 12 + ROWS;
  private static final int FACTOR = 12 + 2 * ROWS;
  private static final int TOTAL = 12;
  private static final int MEAN = 12 + ROWS;
  private static final int QUERIES = 12 + 3 * ROWS;

  /** Dropout of the attention's weights: none where there is no stream. */
  record Dropping(float p, Rng.@Nullable State stream) {
    static Dropping of(float p, @Nullable Rng rng) {
      return new Dropping(p, rng == null || p == 0 ? null : rng.state());
    }

    void apply(
        ScoreTile scores,
        int head,
        int i,
        int iEnd,
        int j,
        int jEnd,
        float[] x,
        int xo,
        int lanes) {
      if (stream != null) {
        scores.drop(p, stream, head, i, iEnd, j, jEnd, x, xo, lanes);
      }
    }
  }

  /** How many numbers are kept: the logarithm of each query's sum. */
  static int kept(Heads q) {
    return q.count() * q.rows();
  }

  /** Queries of a tile with those of zeros, so that no vector is broken. */
  private static int lanes(int rows) {
    return (rows + 15) & -16;
  }

  /** Large, even if little of it is used: only large arrays lie where {@link #MAX} says. */
  private static float[] memory(int n) {
    return Scratch.TILES.floats(Math.max(n, 1 << 20));
  }

  /** Y = softmax(scores)·V; the logarithms of the sums go to {@code total}. */
  void forward(Heads q, Heads k, Heads v, Heads y, float[] total, int to) {
    int blocks = (q.rows() + ROWS - 1) / ROWS;
    Parallel.chunks(
        q.count() * blocks,
        grain(q, k),
        (from, end) -> {
          for (int t = from; t < end; t++) {
            if (q.rows() == 1) {
              one(q, k, v, y, total, to, t);
            } else {
              forward(q, k, v, y, total, to, t / blocks, t % blocks * ROWS);
            }
          }
        });
  }

  /** Blocks of queries a thread takes at a time: small heads go together. */
  private static int grain(Heads q, Heads k) {
    long work = (long) Math.min(ROWS, q.rows()) * Math.max(1, k.rows()) * Math.max(1, q.width());
    return (int) Math.max(1, (1 << 17) / Math.max(1, work));
  }

  /** A single query, as when a text is written word by word: its keys lie in the lanes. */
  private void one(Heads q, Heads k, Heads v, Heads y, float[] total, int to, int head) {
    int cols = how.horizon(1, k.rows());
    float[] p = Scratch.TILES.floats(cols);
    total[to + head] = scores.weights(q, k, head, head / share, 1, cols, p, 0);
    dropping.apply(scores, head, 0, 1, 0, cols, p, 0, 1);
    Arrays.fill(y.array(), y.at(head, 0), y.at(head, 0) + y.width(), 0f);
    product(false, p, 0, cols, 1, cols, v, head / share, 0, y, head, 0);
  }

  private void forward(Heads q, Heads k, Heads v, Heads y, float[] total, int to, int head, int i) {
    int rows = Math.min(ROWS, q.rows() - i);
    int lanes = lanes(rows);
    int turned = QUERIES + q.width() * lanes;
    int tile = turned + v.width() * lanes;
    float[] s = memory(tile + COLS * lanes);
    Arrays.fill(s, MAX, MAX + lanes, Float.NEGATIVE_INFINITY);
    Arrays.fill(s, SUM, SUM + lanes, 0f);
    turn(q, head, i, rows, s, QUERIES, lanes);
    POINTWISE.affine(q.width() * lanes, how.scale(), 0, s, QUERIES, s, QUERIES);
    int last = how.horizon(i + rows, k.rows());
    for (int j = 0; j < last; j += COLS) {
      int jEnd = Math.min(last, j + COLS);
      scores.fill(k, head, head / share, i, i + rows, j, jEnd, s, QUERIES, tile, lanes);
      ATTENDING.fold(jEnd - j, lanes, s, tile, MAX, SUM, FACTOR);
      dropping.apply(scores, head, i, i + rows, j, jEnd, s, tile, lanes);
      if (j > 0) {
        ATTENDING.scale(v.width(), lanes, s, turned, FACTOR);
      }
      product(true, v, head / share, j, v.width(), jEnd - j, s, tile, lanes, j > 0, turned);
    }
    ELEMENTARY.reciprocal(lanes, s, SUM, s, FACTOR);
    for (int r = 0; r < rows; r++) {
      if (s[SUM + r] == 0) {
        // It saw nothing.
        s[FACTOR + r] = 0;
      }
    }
    if (last > 0) {
      ATTENDING.scale(v.width(), lanes, s, turned, FACTOR);
    } else {
      Arrays.fill(s, turned, tile, 0f);
    }
    turnBack(s, turned, lanes, rows, y, head, i);
    POINTWISE.log(lanes, s, SUM, s, FACTOR);
    POINTWISE.add(rows, s, MAX, 1, s, FACTOR, 1, total, to + head * q.rows() + i);
  }

  /** Rows of a head as columns, with columns of zeros to make vectors whole. */
  private static void turn(Heads x, int head, int i, int rows, float[] s, int so, int lanes) {
    if (rows < lanes) {
      Arrays.fill(s, so, so + x.width() * lanes, 0f);
    }
    MOVES.transpose(rows, x.width(), x.array(), x.at(head, i), x.apart(), s, so, lanes);
  }

  private static void turnBack(float[] s, int so, int lanes, int rows, Heads y, int head, int i) {
    MOVES.transpose(y.width(), rows, s, so, lanes, y.array(), y.at(head, i), y.apart());
  }

  /** Where the gradients go, {@code null} for an input that wants none. */
  record Slopes(@Nullable Heads q, @Nullable Heads k, @Nullable Heads v, @Nullable Tensor bias) {}

  /** Adds to the gradients of all that was attended with and to. */
  void backward(
      Heads q, Heads k, Heads v, Heads y, Heads dy, float[] total, int to, Slopes slopes) {
    Parallel.Body heads =
        (from, end) -> {
          for (int h = from * share; h < end * share; h++) {
            for (int i = 0; i < q.rows(); i += ROWS) {
              backward(q, k, v, y, dy, total, to + h * q.rows() + i, slopes, h, i);
            }
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
      Heads y,
      Heads dy,
      float[] total,
      int to,
      Slopes slopes,
      int head,
      int i) {
    int iEnd = Math.min(q.rows(), i + ROWS);
    int rows = iEnd - i;
    int lanes = lanes(rows);
    int kHead = head / share;
    int slopesOut = QUERIES + q.width() * lanes;
    int out = slopesOut + v.width() * lanes;
    int p = out + Math.max(q.width(), v.width()) * lanes;
    int ds = p + COLS * lanes;
    float[] s = memory(ds + COLS * lanes);
    Arrays.fill(s, TOTAL, TOTAL + lanes, 0f);
    System.arraycopy(total, to, s, TOTAL, rows);
    turn(dy, head, i, rows, s, slopesOut, lanes);
    turn(y, head, i, rows, s, out, lanes);
    ATTENDING.dots(v.width(), lanes, s, slopesOut, out, MEAN);
    turn(q, head, i, rows, s, QUERIES, lanes);
    POINTWISE.affine(q.width() * lanes, how.scale(), 0, s, QUERIES, s, QUERIES);
    if (slopes.q() != null) {
      turn(slopes.q(), head, i, rows, s, out, lanes);
    }
    boolean biased = slopes.bias() != null;
    int last = how.horizon(iEnd, k.rows());
    for (int j = 0; j < last; j += COLS) {
      int jEnd = Math.min(last, j + COLS);
      int cols = jEnd - j;
      scores.fill(k, head, kHead, i, iEnd, j, jEnd, s, QUERIES, p, lanes);
      product(false, v, kHead, j, cols, v.width(), s, slopesOut, lanes, false, ds);
      dropping.apply(scores, head, i, iEnd, j, jEnd, s, ds, lanes);
      ATTENDING.slopes(cols, lanes, biased ? 1 : how.scale(), s, p, ds, TOTAL, MEAN);
      if (slopes.bias() != null) {
        scores.addBias(slopes.bias(), head, i, iEnd, j, jEnd, s, ds, 1, lanes);
        POINTWISE.affine(cols * lanes, how.scale(), 0, s, ds, s, ds);
      }
      if (slopes.q() != null) {
        product(true, k, kHead, j, k.width(), cols, s, ds, lanes, true, out);
      }
      if (slopes.k() != null) {
        product(false, s, ds, lanes, cols, rows, q, head, i, slopes.k(), kHead, j);
      }
      if (slopes.v() != null) {
        dropping.apply(scores, head, i, iEnd, j, jEnd, s, p, lanes);
        product(false, s, p, lanes, cols, rows, dy, head, i, slopes.v(), kHead, j);
      }
    }
    if (slopes.q() != null) {
      turnBack(s, out, lanes, rows, slopes.q(), head, i);
    }
  }

  /** In s: rows of x, or columns of what it has {@code k} rows of, times {@code k} rows there. */
  static void product(
      boolean turned,
      Heads x,
      int head,
      int row,
      int m,
      int k,
      float[] s,
      int from,
      int lanes,
      boolean add,
      int to) {
    GEMM.multiply(
        turned,
        false,
        m,
        lanes,
        k,
        x.array(),
        x.at(head, row),
        x.apart(),
        s,
        from,
        lanes,
        add,
        s,
        to,
        lanes);
  }

  /** {@code rows} rows of {@code to} += a tile, or its transposed, times {@code k} of from. */
  static void product(
      boolean turned,
      float[] tile,
      int at,
      int stride,
      int rows,
      int k,
      Heads from,
      int fromHead,
      int fromRow,
      Heads to,
      int toHead,
      int toRow) {
    GEMM.multiply(
        turned,
        false,
        rows,
        from.width(),
        k,
        tile,
        at,
        stride,
        from.array(),
        from.at(fromHead, fromRow),
        from.apart(),
        true,
        to.array(),
        to.at(toHead, toRow),
        to.apart());
  }
}
