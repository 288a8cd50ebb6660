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
 * need be with queries of zeros. Queries, and the slopes that arrive at what they found, are turned
 * into columns once for all their tiles; everything else is taken from where it lies and goes where
 * it belongs:
 *
 * <pre>
 *   S = K·Qᵀ     P = e^(S − max)     Y = Pᵀ·V
 *   dP = V·dYᵀ   dS = P·(dP − mean)  dV = P·dY   dK = dS·Q   dQ = dSᵀ·K
 * </pre>
 *
 * <p>Where later keys are hidden, the tiles at the diagonal have the columns only of those queries
 * that see any of their keys, in steps of {@value #STEP}.
 *
 * <p>Forward keeps a number a query, the logarithm of the sum of its exponentials; backward makes
 * the probabilities again from it. Queries of different tiles go to different threads on the way
 * there, heads on the way back, where all tiles of a head add to its keys' gradients in order.
 *
 * @param q the queries
 * @param k the keys
 * @param v the values
 * @param y where what the queries find goes
 * @param share how many heads of queries look at one head of keys
 */
record Tiles(
    Heads q,
    Heads k,
    Heads v,
    Heads y,
    ScoreTile scores,
    Scores how,
    Dropping dropping,
    int share) {
  /** Queries of a tile. */
  static final int ROWS = 64;

  /** Keys of a tile, at most. */
  static final int COLS = 128;

  /** Queries that enter or leave a tile together: two vectors, so that sums fill the registers. */
  private static final int STEP = 32;

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
    private static final Dropping NONE = new Dropping(0, null);

    static Dropping of(float p, @Nullable Rng rng) {
      return rng == null || p == 0 ? NONE : new Dropping(p, rng.state());
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
  int kept() {
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
  void forward(float[] total, int to) {
    int blocks = (q.rows() + ROWS - 1) / ROWS;
    Parallel.chunks(
        q.count() * blocks,
        grain(),
        (from, end) -> {
          for (int t = from; t < end; t++) {
            if (q.rows() == 1) {
              one(total, to, t);
            } else {
              forward(t / blocks, t % blocks * ROWS);
              keep(t / blocks, t % blocks * ROWS, total, to);
            }
          }
        });
  }

  /** Blocks of queries a thread takes at a time: small heads go together. */
  private int grain() {
    long work = (long) Math.min(ROWS, q.rows()) * Math.max(1, k.rows()) * Math.max(1, q.width());
    return (int) Math.max(1, (1 << 17) / Math.max(1, work));
  }

  /** A single query, as when a text is written word by word: its keys lie in the lanes. */
  private void one(float[] total, int to, int head) {
    int cols = how.horizon(1, k.rows());
    float[] p = Scratch.TILES.floats(cols);
    total[to + head] = scores.weights(q, k, head, head / share, 1, cols, p, 0);
    dropping.apply(scores, head, 0, 1, 0, cols, p, 0, 1);
    Arrays.fill(y.array(), y.at(head, 0), y.at(head, 0) + y.width(), 0f);
    product(false, p, 0, cols, 1, cols, v, head / share, 0, false, y, head, 0);
  }

  private void forward(int head, int i) {
    int rows = Math.min(ROWS, q.rows() - i);
    int lanes = lanes(rows);
    int tile = QUERIES + q.width() * lanes;
    float[] s = memory(tile + COLS * lanes);
    Arrays.fill(s, MAX, MAX + lanes, Float.NEGATIVE_INFINITY);
    Arrays.fill(s, SUM, SUM + lanes, 0f);
    turn(q, head, i, rows, s, QUERIES, lanes);
    POINTWISE.affine(q.width() * lanes, how.scale(), 0, s, QUERIES, s, QUERIES);
    int last = how.horizon(i + rows, k.rows());
    for (int j = 0, jEnd; j < last; j = jEnd) {
      int r = first(i, j);
      jEnd = end(i, rows, r, j, last);
      scores.fill(k, head, head / share, i + r, i + rows, j, jEnd, s, QUERIES + r, tile + r, lanes);
      ATTENDING.fold(jEnd - j, lanes - r, lanes, s, tile + r, MAX + r, SUM + r, FACTOR + r);
      dropping.apply(scores, head, i + r, i + rows, j, jEnd, s, tile + r, lanes);
      if (j > 0) {
        scale(r, rows, s, head, i);
      }
      product(
          true, s, tile + r, lanes, rows - r, jEnd - j, v, head / share, j, j > 0, y, head, i + r);
    }
    ELEMENTARY.reciprocal(lanes, s, SUM, s, FACTOR);
    for (int r = 0; r < rows; r++) {
      if (s[SUM + r] == 0) {
        // It saw nothing.
        s[FACTOR + r] = 0;
      }
    }
    if (last > 0) {
      scale(0, rows, s, head, i);
    } else {
      for (int r = 0; r < rows; r++) {
        Arrays.fill(y.array(), y.at(head, i + r), y.at(head, i + r) + y.width(), 0f);
      }
    }
  }

  /**
   * The logarithms of the sums that {@link #forward} has just left in this thread's memory. A
   * method of its own, because C2 has a budget for what it inlines into one: the logarithm came
   * last, and its vectors were sometimes left as objects.
   */
  private void keep(int head, int i, float[] total, int to) {
    int rows = Math.min(ROWS, q.rows() - i);
    float[] s = memory(0);
    POINTWISE.log(lanes(rows), s, SUM, s, FACTOR);
    POINTWISE.add(rows, s, MAX, 1, s, FACTOR, 1, total, to + head * q.rows() + i);
  }

  /**
   * The first of the queries from {@code i} on that have a column in a tile whose keys begin here.
   */
  private int first(int i, int j) {
    return how.causal() ? (int) Math.max(0, (long) j - how.past() - i) & -STEP : 0;
  }

  /**
   * Where a tile ends whose queries begin at {@code i + r}: before keys that the first ones miss.
   */
  private int end(int i, int rows, int r, int j, int last) {
    int all = r + STEP < rows ? how.horizon(i + r + STEP, last) : last;
    int tiles = (all - j + COLS - 1) / COLS;
    return j + (all - j + tiles - 1) / tiles;
  }

  private void scale(int r, int rows, float[] s, int head, int i) {
    ATTENDING.scale(rows - r, v.width(), s, FACTOR + r, y.array(), y.at(head, i + r), y.apart());
  }

  /** Rows of a head as columns, with columns of zeros to make vectors whole. */
  private static void turn(Heads x, int head, int i, int rows, float[] s, int so, int lanes) {
    if (rows < lanes) {
      Arrays.fill(s, so, so + x.width() * lanes, 0f);
    }
    MOVES.transpose(rows, x.width(), x.array(), x.at(head, i), x.apart(), s, so, lanes);
  }

  /** Where the gradients go, {@code null} for an input that wants none. */
  record Slopes(@Nullable Heads q, @Nullable Heads k, @Nullable Heads v, @Nullable Tensor bias) {}

  /** Adds to the gradients of all that was attended with and to. */
  void backward(Heads dy, float[] total, int to, Slopes slopes) {
    Parallel.Body heads =
        (from, end) -> {
          for (int h = from * share; h < end * share; h++) {
            for (int i = 0; i < q.rows(); i += ROWS) {
              backward(dy, total, to + h * q.rows() + i, slopes, h, i);
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

  private void backward(Heads dy, float[] total, int to, Slopes slopes, int head, int i) {
    int rows = Math.min(ROWS, q.rows() - i);
    int iEnd = i + rows;
    int lanes = lanes(rows);
    int kHead = head / share;
    int arriving = QUERIES + q.width() * lanes;
    int weights = arriving + v.width() * lanes;
    int slope = weights + COLS * lanes;
    float[] s = memory(slope + COLS * lanes);
    Arrays.fill(s, TOTAL, TOTAL + lanes, 0f);
    System.arraycopy(total, to, s, TOTAL, rows);
    Arrays.fill(s, MEAN, MEAN + lanes, 0f);
    ATTENDING.dots(
        rows,
        v.width(),
        y.array(),
        y.at(head, i),
        y.apart(),
        dy.array(),
        dy.at(head, i),
        dy.apart(),
        s,
        MEAN);
    turn(dy, head, i, rows, s, arriving, lanes);
    turn(q, head, i, rows, s, QUERIES, lanes);
    POINTWISE.affine(q.width() * lanes, how.scale(), 0, s, QUERIES, s, QUERIES);
    boolean biased = slopes.bias() != null;
    int last = how.horizon(iEnd, k.rows());
    for (int j = 0, jEnd; j < last; j = jEnd) {
      int r = first(i, j);
      jEnd = end(i, rows, r, j, last);
      int cols = jEnd - j;
      int at = i + r;
      int p = weights + r;
      int ds = slope + r;
      scores.fill(k, head, kHead, at, iEnd, j, jEnd, s, QUERIES + r, p, lanes);
      product(v, kHead, j, cols, s, arriving + r, lanes - r, lanes, ds);
      dropping.apply(scores, head, at, iEnd, j, jEnd, s, ds, lanes);
      ATTENDING.slopes(
          cols, lanes - r, lanes, biased ? 1 : how.scale(), s, p, ds, TOTAL + r, MEAN + r);
      if (slopes.bias() != null) {
        scores.addBias(slopes.bias(), head, at, iEnd, j, jEnd, s, ds, 1, lanes);
        POINTWISE.affine(cols * lanes - r, how.scale(), 0, s, ds, s, ds);
      }
      if (slopes.q() != null) {
        product(true, s, ds, lanes, rows - r, cols, k, kHead, j, true, slopes.q(), head, at);
      }
      if (slopes.k() != null) {
        product(false, s, ds, lanes, cols, rows - r, q, head, at, true, slopes.k(), kHead, j);
      }
      if (slopes.v() != null) {
        dropping.apply(scores, head, at, iEnd, j, jEnd, s, p, lanes);
        product(false, s, p, lanes, cols, rows - r, dy, head, at, true, slopes.v(), kHead, j);
      }
    }
  }

  /** In s: rows of a head times {@code n} columns, of as many numbers as the head is wide. */
  static void product(
      Heads x, int head, int row, int rows, float[] s, int columns, int n, int lanes, int to) {
    GEMM.multiply(
        false,
        false,
        rows,
        n,
        x.width(),
        x.array(),
        x.at(head, row),
        x.apart(),
        s,
        columns,
        lanes,
        false,
        s,
        to,
        lanes);
  }

  /**
   * {@code rows} rows of {@code to} = a tile, or its transposed, times {@code k} of from; or plus
   * that.
   */
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
      boolean add,
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
        add,
        to.array(),
        to.at(toHead, toRow),
        to.apart());
  }
}
