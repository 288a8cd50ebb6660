package io.reverie.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link Pools} by SIMD: neighbouring places, each in a lane of its own, look at one tap of the
 * window after the other.
 *
 * <p>Which of four numbers is the largest cannot be foreseen, so a branch for it is guessed wrong
 * half of the time, at some 20 cycles each; lanes are chosen by masks and guess nothing. Places one
 * pixel apart find a tap's numbers side by side; two apart, they take every other lane of two
 * vectors. That goes for places whose window is whole from left to right; others, and windows
 * further apart, are left to the definition.
 */
final class VectorPools extends Pools {
  private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
  private static final VectorSpecies<Integer> I = IntVector.SPECIES_PREFERRED;
  private static final int L = S.length();

  /** Every other lane of a first vector, and of a second one into the upper half. */
  private static final VectorShuffle<Float> EVERY_OTHER = VectorShuffle.fromOp(S, i -> 2 * i % L);

  private static final VectorMask<Float> UPPER = VectorMask.fromLong(S, -1L << L / 2);

  /** 0, 1, 2, … */
  private static final IntVector LANES = IntVector.zero(I).addIndex(1);

  @Override
  public void max(
      Spans ys, Spans xs, float[] x, int xo, float[] y, int yo, int[] places, int placesAt) {
    int width = xs.from.length;
    int first = xs.wholeFrom();
    int stride = width > first + 1 ? xs.from[first + 1] - xs.from[first] : 0;
    int end = stride == 1 || stride == 2 ? xs.wholeTo(first, stride) : first;
    for (int oy = 0; oy < ys.from.length; oy++) {
      int out = oy * width;
      maxOfRow(ys, xs, oy, 0, first, x, xo, y, yo + out, places, placesAt + out);
      maxOfRow(ys, xs, oy, end, width, x, xo, y, yo + out, places, placesAt + out);
    }
    if (end > first) {
      columns(ys, xs, first, end, stride, x, xo, y, yo, places, placesAt);
    }
  }

  /**
   * Places {@code first} to {@code end} of each row; their windows are whole. A vector's width of
   * them goes from top to bottom, for the masks are the same in all rows.
   */
  private static void columns(
      Spans ys,
      Spans xs,
      int first,
      int end,
      int stride,
      float[] x,
      int xo,
      float[] y,
      int yo,
      int[] places,
      int placesAt) {
    int taps = xs.to[first] - xs.from[first];
    int width = xs.from.length;
    var apart = LANES.mul(stride);
    for (int ox = first; ox < end; ox += L) {
      var here = S.indexInRange(ox, end);
      var hereToo = here.cast(I);
      // Pixels that the first tap sees are this many, from the first place's to the last's.
      int reach = (end - 1 - ox) * stride + 1;
      var low = S.indexInRange(0, reach);
      var high = S.indexInRange(L, reach);
      for (int oy = 0; oy < ys.from.length; oy++) {
        int top = ys.from[oy];
        int bottom = ys.to[oy];
        var max = FloatVector.broadcast(S, Float.NEGATIVE_INFINITY);
        // Where all are −∞, that is the first of them.
        var best =
            top < bottom ? apart.add(top * xs.length + xs.from[ox]) : IntVector.broadcast(I, -1);
        for (int iy = top; iy < bottom; iy += ys.step) {
          for (int tap = 0; tap < taps; tap += xs.step) {
            int at = iy * xs.length + xs.from[ox] + tap;
            var value = FloatVector.fromArray(S, x, xo + at, low);
            if (stride == 2) {
              var next = FloatVector.fromArray(S, x, xo + at + L, high);
              value = value.rearrange(EVERY_OTHER).blend(next.rearrange(EVERY_OTHER), UPPER);
            }
            // Not "value ≤ max", which NaN never is; but the first NaN stays.
            var larger = value.compare(VectorOperators.LE, max).not();
            larger = larger.and(max.compare(VectorOperators.EQ, max));
            max = max.blend(value, larger);
            best = best.blend(apart.add(at), larger.cast(I));
          }
        }
        max.intoArray(y, yo + oy * width + ox, here);
        best.intoArray(places, placesAt + oy * width + ox, hereToo);
      }
    }
  }
}
