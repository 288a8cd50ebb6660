package io.reverie.kernel;

import io.reverie.tensor.Nullable;
import java.util.Objects;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The matrix product in SIMD instructions.
 *
 * <p>A core of today multiplies and adds up to 64 floats in one cycle, but only if they lie in its
 * registers: from the second-level cache come some 10 floats a cycle, from memory about one. A
 * product of n × n matrices does n multiplications with each number it reads, so it can run at the
 * core's full speed if a number, once fetched, is used many times before it is dropped. That is all
 * this class is about. Three ideas, from the inside out:
 *
 * <p><b>Tile</b> ({@link VectorTile}). The innermost loop holds 6 × 4 vectors of C in registers,
 * and takes one column piece of A and one row piece of B at a time:
 *
 * <pre>
 *                     b0 b1 b2 b3      4 vectors of row p of B
 *     a[0, p] ->     c00 c01 c02 c03
 *     a[1, p] ->     c10 c11 c12 c13   each c += a · b; 10 loads feed 24 of these
 *       ...               ...
 *     a[5, p] ->     c50 c51 c52 c53   C itself is touched once, after the last p
 * </pre>
 *
 * <p><b>Packing.</b> B's columns of one tile, 64 floats wide, lie far apart in memory, one piece a
 * row, and seldom on the borders of cache lines. Before a block begins they are copied into a
 * <i>panel</i> where they follow one another on such borders, and all tiles below each other read
 * the panel. Rows of B lie pages apart, so each is copied to all panels of the block at once: one
 * panel after the other takes three times as long. A transposed B is turned into panels likewise.
 * Six rows of A that are to meet several panels are copied side by side too ({@link VectorStrip}).
 * Edges of C, where no whole tile fits, are {@link VectorTiling}'s affair.
 *
 * <p><b>Blocks.</b> C is cut into blocks of at most {@value #BLOCK_ROWS} rows and {@value
 * #BLOCK_PANELS} panels, and k into stretches of at most {@value #STRETCH}, such that a block's
 * panels stay in the second-level cache while all its rows pass by. Blocks are what threads share
 * out. Their borders depend on the sizes alone, k is never split between threads, and so each
 * element is the same sum in the same order on any number of threads.
 *
 * <p>This pays when there are rows enough to use a panel again. Products of few rows go other ways:
 *
 * <table>
 *   <caption>Which way a product goes</caption>
 *   <tr><td>C is a column</td><td>as its transpose, a row</td></tr>
 *   <tr><td>B transposed, few rows</td><td>dot products of rows of A and B: {@link VectorDot}</td>
 *   </tr>
 *   <tr><td>one row</td><td>a weighted sum of rows of B: {@link VectorRowSum}</td></tr>
 *   <tr><td>a few rows</td><td>tiles, with B read where it lies</td></tr>
 *   <tr><td>A transposed, k long, C tall</td><td>tiles, panels, and A in strips: {@link VectorOuter}
 *   </td></tr>
 *   <tr><td>else</td><td>tiles and panels</td></tr>
 * </table>
 *
 * <p>The idea of blocks and panels is from K. Goto and R. van de Geijn, <i>Anatomy of
 * high-performance matrix multiplication</i>, ACM TOMS 34(3), 2008.
 */
public final class VectorGemm extends Gemm {
  private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
  private static final int L = S.length();

  private static final boolean WIDE = VectorTiling.WIDE;
  private static final int PANEL = VectorTiling.PANEL;

  /** How much of k a tile adds up before it goes back to C. */
  private static final int STRETCH = VectorStrip.STRETCH;

  private static final int BLOCK_ROWS = 384;
  private static final int BLOCK_PANELS = 4;

  /** Blocks are made narrower until there are this many, for threads to share out evenly... */
  private static final int BLOCKS = 12;

  /** ...and then lower, which costs more, since a panel is made for each, for this many... */
  private static final int LEAST_BLOCKS = 4;

  /** ...but not below about so many multiplications, some 5 µs of work. */
  private static final long BLOCK_WORK = 1 << 19;

  /** With B transposed and up to this many rows, dot products beat turning B into panels. */
  private static final int DOT_ROWS = 48;

  /** Up to this depth a product writes more of C than it reads of A and B. */
  private static final int THIN = 64;

  /** Up to this many rows B is read where it lies: too few tiles would use a panel again. */
  private static final int IN_PLACE_ROWS = WIDE ? 12 : 48;

  /** And up to this many where it lies well: all of it near, and its rows at different places. */
  private static final int IN_PLACE_ROWS_NEAR = 36;

  /** How many floats of B are near: the second-level caches of two cores hold them. */
  private static final int NEAR = 1 << 20;

  /** Panels of a transposed B that are made at a time, in floats. */
  private static final int SHARED = 1 << 20;

  /** Where a thread's own scratch memory holds what. */
  private static final int OWN_PANELS = VectorPack.ALIGNED;

  private static final int EDGE = OWN_PANELS + BLOCK_PANELS * STRETCH * PANEL;
  private static final int OWN_A = EDGE + 6 * STRETCH;

  private static final float[] NONE = {};

  /**
   * A thread's copy of A for dot products, and whose it is. Each thread makes its own: reading what
   * another core has just written takes longer than to write it again.
   */
  private static final class Left {
    private float[] floats = NONE;
    private @Nullable Product of;
    private long number;
  }

  private static final ThreadLocal<Left> LEFT = ThreadLocal.withInitial(Left::new);
  private static final ThreadLocal<Product> PRODUCT = ThreadLocal.withInitial(Product::new);

  @Override
  void product(
      boolean transA,
      boolean transB,
      int m,
      int n,
      int k,
      float[] a,
      int ao,
      int lda,
      float[] b,
      int bo,
      int ldb,
      boolean accumulate,
      float[] c,
      int co,
      int ldc) {
    if (n == 1 && m > 1 && ldc == 1) {
      // A column of C that lies like a row: Cᵀ = Bᵀ·Aᵀ.
      product(!transB, !transA, 1, m, k, b, bo, ldb, a, ao, lda, accumulate, c, co, m);
      return;
    }
    if (transA && !transB && VectorOuter.pays(m, n, k)) {
      VectorOuter.product(m, n, k, a, ao, lda, b, bo, ldb, accumulate, c, co, ldc);
      return;
    }
    var product = PRODUCT.get();
    product.transA = transA;
    product.transB = transB;
    product.m = m;
    product.n = n;
    product.k = k;
    product.a = a;
    product.ao = ao;
    product.lda = lda;
    product.b = b;
    product.bo = bo;
    product.ldb = ldb;
    product.accumulate = accumulate;
    product.c = c;
    product.co = co;
    product.ldc = ldc;
    if (transB && m <= DOT_ROWS) {
      product.byDots();
    } else if (m == 1) {
      product.byRows();
    } else {
      product.byTiles();
    }
    product.a = NONE; // Not to keep alive what the caller lets go of.
    product.b = NONE;
    product.c = NONE;
    product.panels = null;
  }

  /**
   * As products by tiles go, a row of C gets its bias when the first tile is about to add to it,
   * and is finished when the last one has.
   */
  @Override
  public void affine(
      boolean transA,
      boolean transB,
      int m,
      int n,
      int k,
      float[] a,
      int ao,
      int lda,
      float[] b,
      int bo,
      int ldb,
      float @Nullable [] bias,
      int at,
      @Nullable Epilogue epilogue,
      float[] c,
      int co,
      int ldc) {
    boolean tiles =
        m > 1
            && n > 1
            && k > 0
            && !(transB && m <= DOT_ROWS)
            && !(transA && !transB && VectorOuter.pays(m, n, k));
    if (!tiles) {
      super.affine(transA, transB, m, n, k, a, ao, lda, b, bo, ldb, bias, at, epilogue, c, co, ldc);
      return;
    }
    if (bias != null) {
      Objects.checkFromIndexSize(at, n, bias.length);
    }
    var product = PRODUCT.get();
    product.bias = bias;
    product.biasAt = at;
    product.epilogue = epilogue;
    try {
      multiply(transA, transB, m, n, k, a, ao, lda, b, bo, ldb, false, c, co, ldc);
    } finally {
      product.bias = null;
      product.epilogue = null;
    }
  }

  /**
   * The arguments of one product, and the loops around its kernels. Each thread has one for all its
   * products: attention alone has hundreds of small ones a step, and a step shall leave no garbage.
   */
  private static final class Product {
    private boolean transA;
    private boolean transB;
    private int m;
    private int n;
    private int k;
    private float[] a = NONE;
    private int ao;
    private int lda;
    private float[] b = NONE;
    private int bo;
    private int ldb;
    private boolean accumulate;
    private float[] c = NONE;
    private int co;
    private int ldc;

    /** What each row of C starts with, or {@code null} for nothing. */
    private float @Nullable [] bias;

    private int biasAt;

    /** What is done with rows of C that are complete, or {@code null} for nothing. */
    private @Nullable Epilogue epilogue;

    /** Which of this thread's products of dots it is. */
    private long number;

    // The blocks of one stretch of columns and of k: where it begins, how large they are, how many
    // stand side by side, and B's panels where they are made.
    private int firstColumn;
    private int columns;
    private int firstDepth;
    private int depth;
    private int height;
    private int width;
    private int across;
    private float @Nullable [] panels;

    // Made once: a lambda for each product would be garbage.
    private final Parallel.Body somePanels = this::somePanels;
    private final Parallel.Body someBlocks = this::someBlocks;
    private final Parallel.Body someDots = this::dots;
    private final Parallel.Body somePlaces = this::somePlaces;

    /** Blocks of tiles. The loops around them are there for a transposed B, made panels first. */
    void byTiles() {
      boolean shared = transB || n < L || (!WIDE && m > IN_PLACE_ROWS);
      if (!shared) {
        blocks(0, n, 0, k, null);
        return;
      }
      int width = even(n, 2048, PANEL);
      int depth = even(k, Math.max(STRETCH, SHARED / width), 1);
      for (int j = 0; j < n; j += width) {
        int columns = Math.min(width, n - j);
        for (int p = 0; p < k; p += depth) {
          int deep = Math.min(depth, k - p);
          var panels = VectorPack.shared(up(columns, PANEL) * deep);
          makePanels(j, columns, p, deep, panels);
          blocks(j, columns, p, deep, panels);
        }
      }
    }

    private void makePanels(int j0, int columns, int p0, int depth, float[] panels) {
      this.firstColumn = j0;
      this.firstDepth = p0;
      this.depth = depth;
      this.panels = panels;
      int grain = (int) Math.max(1, BLOCK_WORK / 16 / ((long) PANEL * depth));
      Parallel.chunks(ceil(columns, PANEL), grain, somePanels);
    }

    private void somePanels(int first, int end) {
      int stride = Math.min(PANEL, up(n, L));
      float[] to = Objects.requireNonNull(panels);
      for (int q = first; q < end; q++) {
        int j = firstColumn + q * PANEL;
        int width = Math.min(stride, n - j);
        int at = VectorPack.ALIGNED + q * PANEL * depth;
        if (transB) {
          VectorPack.transpose(b, bo + j * ldb + firstDepth, ldb, width, depth, to, at, stride);
        } else {
          VectorPack.copy(b, bo + firstDepth * ldb + j, ldb, depth, width, to, at, stride);
        }
      }
    }

    private int inPlaceRows() {
      // Rows a multiple of 4 KiB apart share few places in the caches and drive each other out.
      boolean near = (long) n * k <= NEAR && ldb % 1024 != 0;
      return near ? Math.max(IN_PLACE_ROWS, IN_PLACE_ROWS_NEAR) : IN_PLACE_ROWS;
    }

    /** Adds the product of A's columns and B's rows {@code p0..p0 + depth} to columns of C. */
    private void blocks(int j0, int columns, int p0, int depth, float @Nullable [] panels) {
      int rows = BLOCK_ROWS;
      int wide = BLOCK_PANELS * PANEL;
      if (depth <= THIN && m > 2 * IN_PLACE_ROWS) {
        // The time goes into C: whole rows of it, which lie in one piece.
        wide = BLOCK_PANELS * PANEL * (STRETCH / THIN);
        long parts = (long) m * Math.min(columns, wide) * depth / (BLOCK_WORK / 2);
        rows = Math.clamp(m / Math.clamp(parts, 1, BLOCKS), 2 * IN_PLACE_ROWS, BLOCK_ROWS);
      }
      while ((long) Math.min(m, rows) * Math.min(columns, wide) * depth > 2 * BLOCK_WORK) {
        int blocks = ceil(m, rows) * ceil(columns, wide);
        if (blocks < BLOCKS && wide > PANEL) {
          wide /= 2;
        } else if (blocks < LEAST_BLOCKS && rows > 6) {
          rows /= 2;
        } else {
          break;
        }
      }
      int height = even(m, rows, 6);
      int width = even(columns, wide, PANEL);
      int across = ceil(columns, width);
      int blocks = across * ceil(m, height);
      if (blocks == 1) {
        block(0, m, j0, columns, p0, depth, panels, 0);
        return;
      }
      this.firstColumn = j0;
      this.columns = columns;
      this.firstDepth = p0;
      this.depth = depth;
      this.height = height;
      this.width = width;
      this.across = across;
      this.panels = panels;
      Parallel.chunks(blocks, 1, someBlocks);
    }

    private void someBlocks(int from, int to) {
      for (int t = from; t < to; t++) {
        int i = t / across * height;
        int j = t % across * width;
        int rows = Math.min(height, m - i);
        int wide = Math.min(width, columns - j);
        block(i, rows, firstColumn + j, wide, firstDepth, depth, panels, j * depth);
      }
    }

    /** One block of C, by one thread: its rows begin at {@code i0}, its columns at {@code j0}. */
    private void block(
        int i0,
        int rows,
        int j0,
        int columns,
        int p0,
        int depth,
        float @Nullable [] shared,
        int at) {
      int most = even(depth, STRETCH, 1);
      boolean packs = shared == null && ldb > PANEL && rows > inPlaceRows();
      int stride = Math.min(PANEL, up(n, L));
      float[] strip = VectorStrip.own();
      for (int p = 0; p < depth; p += most) {
        int deep = Math.min(most, depth - p);
        float[] start = p0 + p == 0 ? bias : null;
        boolean add = accumulate || p0 + p > 0 || start != null;
        Epilogue end = p0 + p + deep == k ? epilogue : null;
        var left = a;
        int from = transA ? ao + (p0 + p) * lda + i0 : ao + i0 * lda + p0 + p;
        int step = lda;
        float[] own = VectorPack.own(OWN_A);
        if (transA && lda % 1024 == 0 && deep > 64) {
          step = up(rows, 16) + 16;
          own = VectorPack.own(OWN_A + deep * step);
          left = own;
          VectorPack.copy(a, from, lda, deep, rows, own, OWN_A, step);
          from = OWN_A;
        }
        int panels = packs ? columns / PANEL : 0;
        int full = WIDE && shared != null ? columns / PANEL : panels;
        if (panels > 0) {
          int first = bo + (p0 + p) * ldb + j0;
          VectorPack.panels(b, first, ldb, deep, panels, own, OWN_PANELS);
        }
        for (int i = 0, high; i < rows; i += high) {
          int rest = rows - i;
          int tile = VectorTiling.tall(rest);
          high = Math.min(tile, rest);
          var x = left;
          int xo = transA ? from + i : from + i * step;
          int xs = step;
          if (transA && high < 6 && xo + (deep - 1L) * step + 6 > left.length) {
            // A tile reads six floats a row; beyond the last of them the array may end.
            VectorPack.copy(left, xo, step, deep, high, own, EDGE, 6);
            x = own;
            xo = EDGE;
            xs = 6;
          }
          for (int r = i; start != null && r < i + high; r++) {
            System.arraycopy(start, biasAt + j0, c, co + (i0 + r) * ldc + j0, columns);
          }
          boolean strips = tile == 6 && full >= VectorTiling.STRIP_PANELS && !transA;
          if (strips) {
            VectorStrip.copy(high, deep, left, xo, step, strip);
          }
          for (int j = 0; j < columns; j += PANEL) {
            int wide = Math.min(PANEL, columns - j);
            int to = co + (i0 + i) * ldc + j0 + j;
            if (strips && j < full * PANEL) {
              var panel = shared != null ? shared : own;
              int y =
                  shared != null
                      ? VectorPack.ALIGNED + at + j * depth + p * PANEL
                      : OWN_PANELS + j * deep;
              VectorStrip.tile6x4(high, deep, strip, panel, y, add, c, to, ldc);
              continue;
            }
            if (shared != null) {
              int y = VectorPack.ALIGNED + at + j * depth + p * stride;
              VectorTiling.tile(
                  transA, tile, high, wide, deep, x, xo, xs, shared, y, stride, true, add, c, to,
                  ldc);
              continue;
            }
            if (j < panels * PANEL) {
              int y = OWN_PANELS + j * deep;
              VectorTiling.tile(
                  transA, tile, high, wide, deep, x, xo, xs, own, y, PANEL, true, add, c, to, ldc);
            } else {
              int y = bo + (p0 + p) * ldb + j0 + j;
              VectorTiling.tile(
                  transA, tile, high, wide, deep, x, xo, xs, b, y, ldb, false, add, c, to, ldc);
            }
          }
          if (end != null) {
            finish(end, i0 + i, i0 + i + high, columns, c, co + j0, ldc);
          }
        }
      }
    }

    /**
     * Dot products of rows of A and rows of B, in blocks of 5 × 4.
     *
     * <p>A, which is small here, is copied first, so that its rows begin on borders of cache lines:
     * a load that straddles two lines costs two, and half of the loads are of A.
     */
    void byDots() {
      number++;
      int groups = ceil(n, VectorDot.COLUMNS);
      int most = (int) Math.max(1, BLOCK_WORK / 4 / ((long) VectorDot.COLUMNS * m * k));
      Parallel.chunks(groups, even(groups, most, 1), someDots);
    }

    /** A, each row from a border of cache lines on. */
    private float[] left(int stride) {
      var left = LEFT.get();
      if (left.of != this || left.number != number) {
        left.floats = VectorPack.lines(left.floats, m * stride);
        if (transA) {
          VectorPack.transpose(a, ao, lda, k, m, left.floats, VectorPack.ALIGNED, stride);
        } else {
          VectorPack.copy(a, ao, lda, m, k, left.floats, VectorPack.ALIGNED, stride);
        }
        left.of = this;
        left.number = number;
      }
      return left.floats;
    }

    private void dots(int from, int to) {
      int stride = up(k, L);
      var left = left(stride);
      var sums = VectorPack.edge(VectorDot.ROWS * VectorDot.COLUMNS * L);
      int most = even(k, 2 * STRETCH, L);
      for (int p = 0; p < k; p += most) {
        int depth = Math.min(most, k - p);
        boolean add = accumulate || p > 0;
        for (int q = from; q < to; q++) {
          int j = q * VectorDot.COLUMNS;
          int columns = Math.min(VectorDot.COLUMNS, n - j);
          int bi = bo + j * ldb + p;
          for (int i = 0; i < m; i += VectorDot.ROWS) {
            int rows = Math.min(VectorDot.ROWS, m - i);
            int ai = VectorPack.ALIGNED + i * stride + p;
            if (rows == 1) {
              VectorDot.row(columns, depth, left, ai, b, bi, ldb, sums);
            } else {
              VectorDot.block(rows, columns, depth, left, ai, stride, b, bi, ldb, sums);
            }
            VectorDot.finish(
                rows,
                columns,
                depth,
                left,
                ai,
                stride,
                b,
                bi,
                ldb,
                sums,
                add,
                c,
                co + i * ldc + j,
                ldc);
          }
        }
      }
    }

    /** One row of C: stretches of it, each a sum of stretches of B's rows. */
    void byRows() {
      int grain = even(n, (int) Math.max(BLOCK_WORK / 2 / k, 256), 16);
      Parallel.chunks(n, grain, somePlaces);
    }

    private void somePlaces(int from, int to) {
      int step = transA ? lda : 1;
      VectorRowSum.add(to - from, k, a, ao, step, b, bo + from, ldb, accumulate, c, co + from);
    }
  }

  private static int ceil(int n, int unit) {
    return (n + unit - 1) / unit;
  }

  private static int up(int n, int unit) {
    return ceil(n, unit) * unit;
  }

  /** The size of the pieces when n is cut into as few as {@code most} allows, evenly, in units. */
  private static int even(int n, int most, int unit) {
    return up(ceil(n, ceil(n, most)), unit);
  }
}
