package io.reverie.kernel;

import io.reverie.tensor.Nullable;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Convolution where every filter sees one plane only: neighbouring places, each in a lane of its
 * own, look at one tap after the other.
 *
 * <p>Planes are first copied among zeros, in parts where places are more than a pixel apart: {@link
 * VectorPlanes}. Results are sums over taps in order, for {@value #ROWS} rows at a time, which
 * share the tap's weight. The gradient of a plane is the same for each of its parts and the taps
 * that see it, on slopes with zeros around them; the gradient of filters adds up vectors over an
 * image, then over all images, and their lanes at the end.
 *
 * <p>An infinite weight gives NaN where it stands on the border of zeros.
 */
final class VectorDepthwise implements Convolution {
  private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
  private static final int L = S.length();

  /** In how many parts, at most, the gradient of filters is added up. */
  private static final int PARTS = 8;

  /** Rows that are computed at a time. */
  private static final int ROWS = 4;

  /** About so many multiplications a thread takes at a time. */
  private static final int GRAIN = 1 << 17;

  private final Window window;
  private final VectorPlanes planes;

  /** Filters of a channel. */
  private final int outs;

  VectorDepthwise(Window window, int outs) {
    this.window = window;
    this.planes = new VectorPlanes(window);
    this.outs = outs;
  }

  /** How many planes a thread takes at a time. */
  private int grain() {
    long work = (long) window.places() * window.taps() * outs;
    return (int) Math.max(1, GRAIN / Math.max(1, work));
  }

  @Override
  public void slide(
      int images,
      float[] x,
      int xo,
      float[] weight,
      int wo,
      float @Nullable [] bias,
      int bo,
      @Nullable Epilogue epilogue,
      boolean add,
      float[] y,
      int yo) {
    int size = planes.size();
    Parallel.chunks(
        images * window.channels(),
        grain(),
        (first, end) -> {
          float[] own = Scratch.COLUMNS.floats(size);
          Arrays.fill(own, 0, size, 0f);
          for (int p = first; p < end; p++) {
            planes.split(x, xo + p * window.pixels(), own, 0);
            for (int o = p * outs; o < (p + 1) * outs; o++) {
              int filter = o % (window.channels() * outs);
              sums(
                  planes.all(),
                  window.y().places(),
                  window.x().places(),
                  own,
                  0,
                  planes.wide(),
                  weight,
                  wo + filter * window.taps(),
                  bias == null ? 0 : bias[bo + filter],
                  add,
                  y,
                  yo + o * window.places(),
                  window.x().places());
              if (epilogue != null) {
                epilogue.finish(window.places(), y, yo + o * window.places());
              }
            }
          }
        });
  }

  /**
   * Sums over taps for rows of places, from numbers that begin at {@code xo}, rows {@code apart}.
   */
  private static void sums(
      VectorPlanes.Taps taps,
      int rows,
      int width,
      float[] x,
      int xo,
      int apart,
      float[] filter,
      int fo,
      float start,
      boolean add,
      float[] y,
      int yo,
      int yApart) {
    int i = 0;
    for (; i + ROWS <= rows; i += ROWS) {
      int at = xo + i * apart;
      fourRows(taps, width, x, at, apart, filter, fo, start, add, y, yo + i * yApart, yApart);
    }
    for (; i < rows; i++) {
      row(taps, width, x, xo + i * apart, filter, fo, start, add, y, yo + i * yApart);
    }
  }

  private static void fourRows(
      VectorPlanes.Taps taps,
      int width,
      float[] x,
      int xo,
      int apart,
      float[] filter,
      int fo,
      float start,
      boolean add,
      float[] y,
      int yo,
      int yApart) {
    int[] at = taps.at();
    int[] number = taps.number();
    for (int j = 0; j < width; j += L) {
      var s0 = FloatVector.broadcast(S, start);
      var s1 = s0;
      var s2 = s0;
      var s3 = s0;
      for (int t = 0; t < at.length; t++) {
        var weight = FloatVector.broadcast(S, filter[fo + number[t]]);
        int x0 = xo + j + at[t];
        s0 = FloatVector.fromArray(S, x, x0).fma(weight, s0);
        s1 = FloatVector.fromArray(S, x, x0 + apart).fma(weight, s1);
        s2 = FloatVector.fromArray(S, x, x0 + 2 * apart).fma(weight, s2);
        s3 = FloatVector.fromArray(S, x, x0 + 3 * apart).fma(weight, s3);
      }
      var here = S.indexInRange(j, width);
      int y0 = yo + j;
      int y1 = y0 + yApart;
      int y2 = y1 + yApart;
      int y3 = y2 + yApart;
      if (add) {
        s0 = s0.add(FloatVector.fromArray(S, y, y0, here));
        s1 = s1.add(FloatVector.fromArray(S, y, y1, here));
        s2 = s2.add(FloatVector.fromArray(S, y, y2, here));
        s3 = s3.add(FloatVector.fromArray(S, y, y3, here));
      }
      s0.intoArray(y, y0, here);
      s1.intoArray(y, y1, here);
      s2.intoArray(y, y2, here);
      s3.intoArray(y, y3, here);
    }
  }

  private static void row(
      VectorPlanes.Taps taps,
      int width,
      float[] x,
      int xo,
      float[] filter,
      int fo,
      float start,
      boolean add,
      float[] y,
      int yo) {
    int[] at = taps.at();
    int[] number = taps.number();
    for (int j = 0; j < width; j += L) {
      var sum = FloatVector.broadcast(S, start);
      for (int t = 0; t < at.length; t++) {
        var weight = FloatVector.broadcast(S, filter[fo + number[t]]);
        sum = FloatVector.fromArray(S, x, xo + j + at[t]).fma(weight, sum);
      }
      var here = S.indexInRange(j, width);
      if (add) {
        sum = sum.add(FloatVector.fromArray(S, y, yo + j, here));
      }
      sum.intoArray(y, yo + j, here);
    }
  }

  @Override
  public void spread(
      int images, float[] dy, int dyo, float[] weight, int wo, boolean add, float[] dx, int dxo) {
    int slopes = planes.slopesSize();
    int row = window.x().stride() * planes.columns();
    int size = slopes + row * window.y().length() + L;
    Parallel.chunks(
        images * window.channels(),
        grain(),
        (first, end) -> {
          float[] own = Scratch.COLUMNS.floats(size);
          Arrays.fill(own, 0, slopes, 0f);
          for (int p = first; p < end; p++) {
            for (int o = p * outs; o < (p + 1) * outs; o++) {
              planes.slopes(dy, dyo + o * window.places(), own, 0);
              int filter = wo + o % (window.channels() * outs) * window.taps();
              boolean adds = add || o > p * outs;
              spread(own, slopes, weight, filter, adds, dx, dxo + p * window.pixels());
            }
          }
        });
  }

  /** One plane from slopes among zeros, remainder by remainder. */
  private void spread(
      float[] own, int free, float[] weight, int filter, boolean add, float[] dx, int dxo) {
    int width = window.x().length();
    int strideY = window.y().stride();
    int strideX = window.x().stride();
    int apart = planes.slopesWide();
    int columns = planes.columns();
    for (int r = 0; r < strideY; r++) {
      int first = planes.firstRow(r);
      int rows = planes.endRow(r) - first;
      int from = first * apart + planes.firstColumn();
      int to = dxo + planes.row(first, r) * width;
      if (strideX == 1) {
        var taps = planes.back(r, 0);
        int down = strideY * width;
        sums(taps, rows, width, own, from, apart, weight, filter, 0, add, dx, to, down);
        continue;
      }
      for (int q = 0; q < strideX; q++) {
        var taps = planes.back(r, q);
        int at = free + q * rows * columns;
        sums(taps, rows, columns, own, from, apart, weight, filter, 0, false, own, at, columns);
      }
      planes.join(rows, own, free, columns, rows * columns, add, dx, to);
    }
  }

  @Override
  public void addGradient(int images, float[] x, int xo, float[] dy, int dyo, float[] dw, int dwo) {
    int weights = window.channels() * outs * window.taps();
    int count = images * window.channels();
    int share = Math.max(grain(), Math.ceilDiv(count, PARTS));
    int parts = Math.ceilDiv(count, share);
    int size = planes.size();
    float[] sums = Scratch.PARTIAL.floats(Math.multiplyExact(parts * L, weights));
    Parallel.chunks(
        count,
        share,
        (first, end) -> {
          int part = first / share * weights;
          Arrays.fill(sums, part * L, (part + weights) * L, 0f);
          float[] own = Scratch.COLUMNS.floats(size);
          Arrays.fill(own, 0, size, 0f);
          for (int p = first; p < end; p++) {
            planes.split(x, xo + p * window.pixels(), own, 0);
            for (int o = 0; o < outs; o++) {
              int map = dyo + (p * outs + o) * window.places();
              int filter = (p % window.channels() * outs + o) * window.taps();
              gradient(own, dy, map, sums, (part + filter) * L);
            }
          }
        });
    for (int t = 0; t < weights; t++) {
      var sum = FloatVector.fromArray(S, sums, t * L);
      for (int part = 1; part < parts; part++) {
        sum = sum.add(FloatVector.fromArray(S, sums, (part * weights + t) * L));
      }
      dw[dwo + t] += VectorMath.sumLanes(sum);
    }
  }

  /** Adds to each tap's vector what one plane and its slopes give. */
  private void gradient(float[] own, float[] dy, int dyo, float[] sums, int so) {
    int rows = window.y().places();
    int width = window.x().places();
    int[] at = planes.all().at();
    int wide = planes.wide();
    int t = 0;
    for (; t + 4 <= at.length; t += 4) {
      int to = so + t * L;
      dots(rows, width, wide, dy, dyo, own, at[t], at[t + 1], at[t + 2], at[t + 3], sums, to);
    }
    for (; t < at.length; t++) {
      dot(rows, width, wide, dy, dyo, own, at[t], sums, so + t * L);
    }
  }

  private static void dots(
      int rows,
      int width,
      int apart,
      float[] dy,
      int dyo,
      float[] x,
      int x0,
      int x1,
      int x2,
      int x3,
      float[] sums,
      int to) {
    var s0 = FloatVector.zero(S);
    var s1 = s0;
    var s2 = s0;
    var s3 = s0;
    for (int j = 0; j < width; j += L) {
      var here = S.indexInRange(j, width);
      for (int i = 0; i < rows; i++) {
        var slope = FloatVector.fromArray(S, dy, dyo + i * width + j, here);
        int at = i * apart + j;
        // Masked too: beyond the row there may be infinity, which is not nothing when times 0.
        s0 = FloatVector.fromArray(S, x, x0 + at, here).fma(slope, s0);
        s1 = FloatVector.fromArray(S, x, x1 + at, here).fma(slope, s1);
        s2 = FloatVector.fromArray(S, x, x2 + at, here).fma(slope, s2);
        s3 = FloatVector.fromArray(S, x, x3 + at, here).fma(slope, s3);
      }
    }
    s0.add(FloatVector.fromArray(S, sums, to)).intoArray(sums, to);
    s1.add(FloatVector.fromArray(S, sums, to + L)).intoArray(sums, to + L);
    s2.add(FloatVector.fromArray(S, sums, to + 2 * L)).intoArray(sums, to + 2 * L);
    s3.add(FloatVector.fromArray(S, sums, to + 3 * L)).intoArray(sums, to + 3 * L);
  }

  private static void dot(
      int rows,
      int width,
      int apart,
      float[] dy,
      int dyo,
      float[] x,
      int xo,
      float[] sums,
      int to) {
    var sum = FloatVector.zero(S);
    for (int j = 0; j < width; j += L) {
      var here = S.indexInRange(j, width);
      for (int i = 0; i < rows; i++) {
        var slope = FloatVector.fromArray(S, dy, dyo + i * width + j, here);
        sum = FloatVector.fromArray(S, x, xo + i * apart + j, here).fma(slope, sum);
      }
    }
    sum.add(FloatVector.fromArray(S, sums, to)).intoArray(sums, to);
  }
}
