package io.reverie.op;

import static io.reverie.kernel.Kernels.ATTENDING;
import static io.reverie.kernel.Kernels.ELEMENTARY;
import static io.reverie.kernel.Kernels.MOVES;
import static io.reverie.kernel.Kernels.POINTWISE;

import io.reverie.kernel.Parallel;
import io.reverie.kernel.Scratch;
import io.reverie.kernel.Spare;
import io.reverie.tensor.Node;
import io.reverie.tensor.Nullable;
import io.reverie.tensor.Tensor;
import java.util.Arrays;
import java.util.Objects;

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
 */
final class Tiles {
  private static final Spare<Tiles> SPARE = new Spare<>(Tiles::new);

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

  private static final float[] NONE = {};

  /** The queries. */
  final Heads q = new Heads();

  /** The keys. */
  final Heads k = new Heads();

  /** The values. */
  final Heads v = new Heads();

  /** Where what the queries find goes. */
  final Heads y = new Heads();

  /** The slopes that arrive there. */
  final Heads dy = new Heads();

  /** Where the gradients go, of what wants one. */
  final Heads dq = new Heads();

  final Heads dk = new Heads();
  final Heads dv = new Heads();
  private @Nullable Tensor biasGradient;

  private @Nullable ScoreTile scoreTile;
  private Scores how = Scores.of(1);
  private int share;

  /** Where the logarithm of each query's sum is kept. */
  private float[] total = NONE;

  private int to;

  private final Parallel.Body someTiles = this::someTiles;
  private final Parallel.Body someHeads = this::someHeads;

  private Tiles() {}

  /**
   * Tiles that do not see any heads yet. They end with {@link #forward} or {@link #backward}.
   *
   * @param share how many heads of queries look at one head of keys
   */
  static Tiles of(ScoreTile scores, Scores how, int share) {
    Tiles tiles = SPARE.take();
    tiles.scoreTile = scores;
    tiles.how = how;
    tiles.share = share;
    return tiles;
  }

  private void end() {
    q.end();
    k.end();
    v.end();
    y.end();
    dy.end();
    dq.end();
    dk.end();
    dv.end();
    biasGradient = null;
    scoreTile = null;
    total = NONE;
    SPARE.giveBack(this);
  }

  private ScoreTile scores() {
    return Objects.requireNonNull(scoreTile);
  }

  /** Queries of a tile with those of zeros, so that no vector is broken. */
  private static int lanes(int rows) {
    return (rows + 15) & -16;
  }

  /** Large, even if little of it is used: only large arrays lie where {@link #MAX} says. */
  private static float[] memory(int n) {
    return Scratch.TILES.floats(Math.max(n, 1 << 20));
  }

  /** Y = softmax(scores)·V; the node keeps the logarithms of the sums. */
  void forward(Node node) {
    node.keep(q.count() * q.rows());
    total = node.kept();
    to = node.keptOffset();
    Parallel.chunks(q.count() * blocks(), grain(), someTiles);
    end();
  }

  private int blocks() {
    return (q.rows() + ROWS - 1) / ROWS;
  }

  private void someTiles(int from, int end) {
    for (int t = from; t < end; t++) {
      if (q.rows() == 1) {
        one(t);
      } else {
        int head = t / blocks();
        int i = t % blocks() * ROWS;
        forward(head, i);
        keep(head, i);
      }
    }
  }

  /** Blocks of queries a thread takes at a time: small heads go together. */
  private int grain() {
    long work = (long) Math.min(ROWS, q.rows()) * Math.max(1, k.rows()) * Math.max(1, q.width());
    return (int) Math.max(1, (1 << 17) / Math.max(1, work));
  }

  /** A single query, as when a text is written word by word: its keys lie in the lanes. */
  private void one(int head) {
    int cols = how.horizon(1, k.rows());
    float[] p = Scratch.TILES.floats(cols);
    total[to + head] = scores().weights(q, k, head, head / share, 1, cols, p, 0);
    scores().drop(head, 0, 1, 0, cols, p, 0, 1);
    Arrays.fill(y.array(), y.at(head, 0), y.at(head, 0) + y.width(), 0f);
    Heads.product(false, p, 0, cols, 1, cols, v, head / share, 0, false, y, head, 0);
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
      scores()
          .fill(k, head, head / share, i + r, i + rows, j, jEnd, s, QUERIES + r, tile + r, lanes);
      ATTENDING.fold(jEnd - j, lanes - r, lanes, s, tile + r, MAX + r, SUM + r, FACTOR + r);
      scores().drop(head, i + r, i + rows, j, jEnd, s, tile + r, lanes);
      if (j > 0) {
        scale(r, rows, s, head, i);
      }
      Heads.product(
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
  private void keep(int head, int i) {
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

  /**
   * Adds to the gradients of all that was attended with and to.
   *
   * @param ofBias the gradient of the bias, or {@code null} where there is none that wants one
   */
  void backward(Node node, @Nullable Tensor ofBias) {
    total = node.kept();
    to = node.keptOffset();
    biasGradient = ofBias;
    if (ofBias == null) {
      Parallel.chunks(k.count(), 1, someHeads);
    } else {
      // Heads may share a bias: one after the other.
      someHeads(0, k.count());
    }
    end();
  }

  private void someHeads(int from, int end) {
    for (int h = from * share; h < end * share; h++) {
      for (int i = 0; i < q.rows(); i += ROWS) {
        backward(h, i);
      }
    }
  }

  private void backward(int head, int i) {
    int rows = Math.min(ROWS, q.rows() - i);
    int iEnd = i + rows;
    int lanes = lanes(rows);
    int kHead = head / share;
    int arriving = QUERIES + q.width() * lanes;
    int weights = arriving + v.width() * lanes;
    int slope = weights + COLS * lanes;
    float[] s = memory(slope + COLS * lanes);
    Arrays.fill(s, TOTAL, TOTAL + lanes, 0f);
    System.arraycopy(total, to + head * q.rows() + i, s, TOTAL, rows);
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
    Tensor bias = biasGradient;
    int last = how.horizon(iEnd, k.rows());
    for (int j = 0, jEnd; j < last; j = jEnd) {
      int r = first(i, j);
      jEnd = end(i, rows, r, j, last);
      int cols = jEnd - j;
      int at = i + r;
      int p = weights + r;
      int ds = slope + r;
      scores().fill(k, head, kHead, at, iEnd, j, jEnd, s, QUERIES + r, p, lanes);
      Heads.product(v, kHead, j, cols, s, arriving + r, lanes - r, lanes, ds);
      scores().drop(head, at, iEnd, j, jEnd, s, ds, lanes);
      ATTENDING.slopes(
          cols, lanes - r, lanes, bias == null ? how.scale() : 1, s, p, ds, TOTAL + r, MEAN + r);
      if (bias != null) {
        scores().addBias(bias, head, at, iEnd, j, jEnd, s, ds, 1, lanes);
        POINTWISE.affine(cols * lanes - r, how.scale(), 0, s, ds, s, ds);
      }
      if (dq.sees()) {
        Heads.product(true, s, ds, lanes, rows - r, cols, k, kHead, j, true, dq, head, at);
      }
      if (dk.sees()) {
        Heads.product(false, s, ds, lanes, cols, rows - r, q, head, at, true, dk, kHead, j);
      }
      if (dv.sees()) {
        scores().drop(head, at, iEnd, j, jEnd, s, p, lanes);
        Heads.product(false, s, p, lanes, cols, rows - r, dy, head, at, true, dv, kHead, j);
      }
    }
  }
}
