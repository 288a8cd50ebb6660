package io.reverie.op;

import static io.reverie.kernel.Kernels.PANELS;

import io.reverie.kernel.Panels;
import io.reverie.kernel.Parallel;
import io.reverie.kernel.Scratch;

/**
 * The weight of a recurrent layer's states, laid out once for the products of all steps.
 *
 * <p>Its first {@code joined} rows belong to the gates that take inputs and states as one sum, the
 * others to the gate whose part from the states is kept aside.
 */
final class StateWeight {
  /** So many multiplications, some 5 µs of work, are worth a second thread... */
  private static final long WORK = 1 << 19;

  /** ...and so many numbers to lay out. */
  private static final long LAID = 1 << 17;

  private final Walk w;
  private final int joined;
  private final float[] panels;

  /** Where the panels of the rows aside begin. */
  private final int aside;

  /**
   * @param transposed for the way forward, which multiplies by Wᵀ
   */
  StateWeight(Walk w, int joined, boolean transposed) {
    this.w = w;
    this.joined = joined;
    int others = w.wide - joined;
    int first = transposed ? PANELS.size(w.hidden, joined) : PANELS.size(joined, w.hidden);
    int second = transposed ? PANELS.size(w.hidden, others) : PANELS.size(others, w.hidden);
    aside = Panels.START + first;
    panels = PANELS.memory(Scratch.STATES, Math.addExact(first, second));
    lay(transposed, joined, 0, Panels.START);
    if (others > 0) {
      lay(transposed, others, joined * w.hidden, aside);
    }
  }

  private void lay(boolean transposed, int rows, int from, int at) {
    int n = transposed ? rows : w.hidden;
    int k = transposed ? w.hidden : rows;
    float[] weight = w.weightHidden.array();
    int start = w.weightHidden.offset() + from;
    Parallel.chunks(
        n,
        grain(k, LAID),
        (j, end) -> PANELS.lay(j, end, transposed, n, k, weight, start, w.hidden, panels, at));
  }

  /** Columns of B for so much work, of {@code each} a column. */
  private static int grain(long each, long work) {
    long blocks = Math.max(1, work / Panels.COLUMNS / Math.max(1, each));
    return (int) Math.min(blocks, 1 << 20) * Panels.COLUMNS;
  }

  /**
   * Gates += H·Wᵀ for samples {@code from} to {@code to − 1} of the step whose rows start there.
   */
  void addStates(int first, int from, int to, float[] y, int h, float[] kept, int k) {
    int row = first + from;
    int state = h + from * w.hidden;
    int gates = k + w.gates() + row * w.wide;
    add(to - from, joined, w.hidden, y, state, w.hidden, Panels.START, kept, gates, w.wide);
    if (joined < w.wide) {
      int other = k + w.aside() + row * w.hidden;
      add(to - from, w.wide - joined, w.hidden, y, state, w.hidden, aside, kept, other, w.hidden);
    }
  }

  /** dH += slopes at the gates · W, likewise. */
  void addSlopes(int first, int from, int to, float[] kept, int k) {
    int row = first + from;
    int slopes = k + w.slopes() + from * w.hidden;
    int gates = k + w.gates() + row * w.wide;
    add(to - from, w.hidden, joined, kept, gates, w.wide, Panels.START, kept, slopes, w.hidden);
    if (joined < w.wide) {
      int other = k + w.aside() + row * w.hidden;
      add(
          to - from,
          w.hidden,
          w.wide - joined,
          kept,
          other,
          w.hidden,
          aside,
          kept,
          slopes,
          w.hidden);
    }
  }

  /** C += A·B. Where one thread walks with all samples, others help with columns. */
  private void add(
      int m, int n, int k, float[] a, int ao, int lda, int at, float[] c, int co, int ldc) {
    int grain = grain((long) m * k, WORK);
    if (m < w.batch || n <= grain) {
      PANELS.multiply(0, n, m, n, k, a, ao, lda, panels, at, true, c, co, ldc);
    } else {
      Parallel.chunks(
          n,
          grain,
          (j, end) -> PANELS.multiply(j, end, m, n, k, a, ao, lda, panels, at, true, c, co, ldc));
    }
  }
}
