package io.reverie.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/**
 * The product Aᵀ·B with a long k and a C that is taller than wide: a sum of outer products, as the
 * gradients of weights are, over the samples of a batch or the steps of a sequence. A is k × m, B
 * is k × n.
 *
 * <p>B is laid out in panels and A in strips of six columns, as the tiles of {@link VectorGemm}
 * read them.
 *
 * <p>A tile wants six neighbours of each row of A. Where rows are kilobytes apart, each six come
 * from a page of their own, and the next tile turns all those pages again; the strips of a group
 * are copied on one visit, and then lie in the first-level cache while the panels pass by.
 *
 * <p>k is cut into stretches such that the panels of one stay in the second-level cache. Threads
 * share out the groups of strips: an element's sum is in the same order however they do.
 */
final class VectorOuter {
  private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
  private static final int L = S.length();

  private static final int PANEL = VectorTiling.PANEL;
  private static final int STRIP = 6;

  /** Whether a vector holds what a strip takes of a row, and which of its lanes those are. */
  private static final boolean BY_VECTOR = L >= STRIP;

  private static final VectorMask<Float> LANES = S.indexInRange(0, STRIP);

  /** Strips that are copied together. */
  private static final int GROUP = 8;

  private static final int STRETCH = 512;

  /** Columns of B in the second-level cache. */
  private static final int COLUMNS = 512;

  /** Products of less are not worth the copies. */
  private static final int LEAST_DEPTH = 96;

  private static final int LEAST_COLUMNS = 64;

  private static final float[] NONE = {};

  private static final ThreadLocal<Work> WORK = ThreadLocal.withInitial(Work::new);

  private VectorOuter() {}

  /**
   * Whether it is the quicker way, measured. Groups of strips are what threads share out, and each
   * passes by all of B's panels: where C is wider than tall, blocks of it are the better shares.
   */
  static boolean pays(int m, int n, int k) {
    return k >= LEAST_DEPTH && n >= LEAST_COLUMNS && m >= STRIP * GROUP && m > n;
  }

  /** C = Aᵀ·B or C += Aᵀ·B. */
  static void product(
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
    int stretch = Math.ceilDiv(k, Math.ceilDiv(k, STRETCH));
    var work = WORK.get();
    work.a = a;
    work.lda = lda;
    work.b = b;
    work.ldb = ldb;
    work.c = c;
    work.ldc = ldc;
    for (int j = 0; j < n; j += COLUMNS) {
      work.columns = Math.min(COLUMNS, n - j);
      work.panels = VectorPack.shared(Math.ceilDiv(work.columns, PANEL) * PANEL * stretch);
      work.co = co + j;
      for (int p = 0; p < k; p += stretch) {
        int deep = Math.min(stretch, k - p);
        work.deep = deep;
        work.ao = ao + p * lda;
        work.bo = bo + p * ldb + j;
        work.add = accumulate || p > 0;
        Parallel.chunks(
            work.columns, Math.max(1, (1 << 15) / deep / PANEL) * PANEL, work.somePanels);
        Parallel.chunks(m, STRIP * GROUP, work.someStrips);
      }
    }
    work.a = NONE; // Not to keep alive what the caller lets go of.
    work.b = NONE;
    work.c = NONE;
    work.panels = NONE;
  }

  /**
   * A stretch of k and some columns of B, and the loops that threads share out. Each thread has one
   * for all its products, as {@link VectorGemm} has: a step shall leave no garbage.
   */
  private static final class Work {
    private float[] a = NONE;
    private int ao;
    private int lda;
    private float[] b = NONE;
    private int bo;
    private int ldb;
    private boolean add;
    private float[] c = NONE;
    private int co;
    private int ldc;
    private int columns;
    private int deep;
    private float[] panels = NONE;

    private final Parallel.Body somePanels = this::somePanels;
    private final Parallel.Body someStrips = this::someStrips;

    private void somePanels(int from, int to) {
      for (int j = from; j < to; j += PANEL) {
        int at = VectorPack.ALIGNED + j * deep;
        VectorPack.copy(b, bo + j, ldb, deep, Math.min(PANEL, to - j), panels, at, PANEL);
      }
    }

    private void someStrips(int from, int to) {
      group(from, to, columns, deep, a, ao, lda, panels, add, c, co + from * ldc, ldc);
    }
  }

  private static void group(
      int from,
      int to,
      int columns,
      int deep,
      float[] a,
      int ao,
      int lda,
      float[] panels,
      boolean add,
      float[] c,
      int co,
      int ldc) {
    int pitch = STRIP * deep;
    float[] strips = VectorPack.own(GROUP * pitch);
    int width = to - from;
    // The last row's last vector may reach beyond the end of A.
    int last = ao + (deep - 1) * lda + from + width - STRIP + L;
    int vectors = BY_VECTOR && width == STRIP * GROUP ? (last <= a.length ? deep : deep - 1) : 0;
    copy(vectors, pitch, a, ao + from, lda, strips);
    for (int p = vectors; p < deep; p++) {
      for (int i = 0; i < width; i++) {
        int at = VectorPack.ALIGNED + i / STRIP * pitch + p * STRIP + i % STRIP;
        strips[at] = a[ao + p * lda + from + i];
      }
    }
    for (int i = 0; i < width; i += STRIP) {
      int rows = Math.min(STRIP, width - i);
      int strip = VectorPack.ALIGNED + i / STRIP * pitch;
      for (int j = 0; j < columns; j += PANEL) {
        int wide = Math.min(PANEL, columns - j);
        int panel = VectorPack.ALIGNED + j * deep;
        int at = co + i * ldc + j;
        VectorTiling.tiles(
            true, rows, wide, deep, strips, strip, STRIP, panels, panel, PANEL, add, c, at, ldc);
      }
    }
  }

  /**
   * Copies rows to a whole group. In vectors of the one size that all kernels here use, although
   * half of it would do: where others pass through the same methods of the JDK as well, C2 takes
   * the commonest for granted and leaves the rest as objects.
   */
  private static void copy(int rows, int pitch, float[] a, int ao, int lda, float[] strips) {
    for (int p = 0, at = ao, to = VectorPack.ALIGNED; p < rows; p++, at += lda, to += STRIP) {
      FloatVector.fromArray(S, a, at).intoArray(strips, to, LANES);
      FloatVector.fromArray(S, a, at + STRIP).intoArray(strips, to + pitch, LANES);
      FloatVector.fromArray(S, a, at + 2 * STRIP).intoArray(strips, to + 2 * pitch, LANES);
      FloatVector.fromArray(S, a, at + 3 * STRIP).intoArray(strips, to + 3 * pitch, LANES);
      FloatVector.fromArray(S, a, at + 4 * STRIP).intoArray(strips, to + 4 * pitch, LANES);
      FloatVector.fromArray(S, a, at + 5 * STRIP).intoArray(strips, to + 5 * pitch, LANES);
      FloatVector.fromArray(S, a, at + 6 * STRIP).intoArray(strips, to + 6 * pitch, LANES);
      FloatVector.fromArray(S, a, at + 7 * STRIP).intoArray(strips, to + 7 * pitch, LANES);
    }
  }
}
