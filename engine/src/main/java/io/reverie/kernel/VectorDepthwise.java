package io.reverie.kernel;

import io.reverie.tensor.Nullable;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * Convolution where every filter sees one plane only: neighbouring places, each in a lane of its
 * own, look at one tap after the other.
 *
 * <p>A plane is first copied into a border of zeros, so that no tap asks where it is. Where places
 * are more than a pixel apart, it is copied as planes of every so many'th pixel, one for each
 * remainder of row and column: a tap then sees numbers that lie side by side, whatever the stride.
 * Results are sums over taps in order, for {@value #ROWS} rows at a time, which share the tap's
 * weight. The gradient of a plane is the same for each of those planes and the taps that see it, on
 * slopes with zeros around them; the gradient of filters adds up vectors over an image, then over
 * all images, and their lanes at the end.
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

  /** Every other lane, from lane 0 and from lane 1; a second vector's come behind the first's. */
  private static final VectorShuffle<Float> EVEN = VectorShuffle.fromOp(S, i -> 2 * i % L);

  private static final VectorShuffle<Float> ODD = VectorShuffle.fromOp(S, i -> (2 * i + 1) % L);

  private static final VectorMask<Float> UPPER = VectorMask.fromLong(S, -1L << L / 2);

  /** About so many multiplications a thread takes at a time. */
  private static final int GRAIN = 1 << 17;

  /** Zeros behind a copy, for vectors that reach beyond its last row. */
  private static final int SLACK = 2 * L;

  /**
   * Taps that see planes of one remainder.
   *
   * @param number which of the filter's taps they are
   * @param at where each sees its first number
   */
  private record Taps(int[] number, int[] at) {}

  private final Window window;

  /** Filters of a channel. */
  private final int outs;

  private final int strideY;
  private final int strideX;

  /** Rows and columns of a plane of every so many'th pixel. */
  private final int high;

  private final int wide;

  /** All taps, on the copy of a plane. */
  private final Taps all;

  /** For each remainder of row and column, the taps that see it, on the copy of slopes. */
  private final Taps[] back;

  /** Rows and columns of zeros before the slopes, and the length of a row with them. */
  private final int above;

  private final int before;
  private final int slopesWide;

  VectorDepthwise(Window window, int outs) {
    this.window = window;
    this.outs = outs;
    strideY = window.y().stride();
    strideX = window.x().stride();
    high = Math.ceilDiv(length(window.y()), strideY);
    wide = Math.ceilDiv(length(window.x()), strideX);
    above = window.y().dilation() * (window.y().kernel() - 1) / strideY;
    before = window.x().dilation() * (window.x().kernel() - 1) / strideX;
    slopesWide = before + wide;
    all = taps(-1);
    back = new Taps[strideY * strideX];
    Arrays.setAll(back, this::taps);
  }

  /** Pixels of an axis with the zeros that filters see before and after. */
  private static int length(Window.Axis axis) {
    int seen = (axis.places() - 1) * axis.stride() + axis.shift(axis.kernel() - 1) + 1;
    return axis.padding() + Math.max(axis.length(), seen);
  }

  /** The taps that see this remainder, on slopes; all of them, on pixels, if it is negative. */
  private Taps taps(int remainder) {
    int[] number = new int[window.taps()];
    int[] at = new int[window.taps()];
    int n = 0;
    for (int t = 0; t < window.taps(); t++) {
      int y = t / window.x().kernel() * window.y().dilation();
      int x = t % window.x().kernel() * window.x().dilation();
      int seen = y % strideY * strideX + x % strideX;
      if (remainder < 0) {
        at[n] = (seen * high + y / strideY) * wide + x / strideX;
        number[n++] = t;
      } else if (seen == remainder) {
        at[n] = (above - y / strideY) * slopesWide + before - x / strideX;
        number[n++] = t;
      }
    }
    return new Taps(Arrays.copyOf(number, n), Arrays.copyOf(at, n));
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
    int size = strideY * strideX * high * wide + SLACK;
    Parallel.chunks(
        images * window.channels(),
        grain(),
        (first, end) -> {
          float[] own = Scratch.COLUMNS.floats(size);
          Arrays.fill(own, 0, size, 0f);
          for (int p = first; p < end; p++) {
            split(x, xo + p * window.pixels(), own);
            for (int o = p * outs; o < (p + 1) * outs; o++) {
              int filter = o % (window.channels() * outs);
              sums(
                  all,
                  window.y().places(),
                  window.x().places(),
                  own,
                  0,
                  wide,
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

  /** Copies the plane's pixels to where they belong among the zeros. */
  private void split(float[] x, int xo, float[] own) {
    int width = window.x().length();
    int padding = window.x().padding();
    int apart = strideY * width;
    int plane = high * wide;
    for (int r = 0; r < strideY; r++) {
      int first = first(r, window.y());
      int top = first * strideY + r - window.y().padding();
      int rows = Math.ceilDiv(window.y().length() - top, strideY);
      int from = xo + top * width;
      int to = r * strideX * plane + first * wide;
      if (strideX == 1) {
        copy(rows, width, x, from, apart, own, to + padding, wide);
      } else if (strideX == 2) {
        int even = to + padding % 2 * plane + padding / 2;
        int odd = to + (padding + 1) % 2 * plane + (padding + 1) / 2;
        halve(rows, width, x, from, apart, own, even, odd, wide);
      } else {
        for (int j = padding; j < padding + width; j++) {
          int at = to + j % strideX * plane + j / strideX;
          for (int i = 0; i < rows; i++) {
            own[at + i * wide] = x[from + i * apart + j - padding];
          }
        }
      }
    }
  }

  private static void copy(
      int rows, int n, float[] from, int fo, int fromApart, float[] to, int at, int toApart) {
    for (int j = 0; j < n; j += L) {
      var here = S.indexInRange(j, n);
      for (int i = 0; i < rows; i++) {
        var row = FloatVector.fromArray(S, from, fo + i * fromApart + j, here);
        row.intoArray(to, at + i * toApart + j, here);
      }
    }
  }

  /** Copies every other number of rows to the one place, the others to the other. */
  private static void halve(
      int rows,
      int n,
      float[] from,
      int fo,
      int fromApart,
      float[] to,
      int even,
      int odd,
      int toApart) {
    for (int j = 0, k = 0; j < n; j += 2 * L, k += L) {
      var first = S.indexInRange(j, n);
      var second = S.indexInRange(j + L, n);
      var evens = S.indexInRange(k, (n + 1) / 2);
      var odds = S.indexInRange(k, n / 2);
      for (int i = 0; i < rows; i++) {
        int at = fo + i * fromApart + j;
        var low = FloatVector.fromArray(S, from, at, first);
        var high = FloatVector.fromArray(S, from, at + L, second);
        low.rearrange(EVEN)
            .blend(high.rearrange(EVEN), UPPER)
            .intoArray(to, even + i * toApart + k, evens);
        low.rearrange(ODD)
            .blend(high.rearrange(ODD), UPPER)
            .intoArray(to, odd + i * toApart + k, odds);
      }
    }
  }

  /**
   * Sums over taps for rows of places, from numbers that begin at {@code xo}, rows {@code apart}.
   */
  private static void sums(
      Taps taps,
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
      Taps taps,
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
    int[] at = taps.at;
    int[] number = taps.number;
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
      Taps taps,
      int width,
      float[] x,
      int xo,
      float[] filter,
      int fo,
      float start,
      boolean add,
      float[] y,
      int yo) {
    int[] at = taps.at;
    int[] number = taps.number;
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
    int slopes = (above + Math.max(high, window.y().places())) * slopesWide + SLACK;
    int size = slopes + high * wide;
    Parallel.chunks(
        images * window.channels(),
        grain(),
        (first, end) -> {
          float[] own = Scratch.COLUMNS.floats(size);
          Arrays.fill(own, 0, slopes, 0f);
          int width = window.x().places();
          for (int p = first; p < end; p++) {
            for (int o = p * outs; o < (p + 1) * outs; o++) {
              int map = dyo + o * window.places();
              int inner = above * slopesWide + before;
              copy(window.y().places(), width, dy, map, width, own, inner, slopesWide);
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
    for (int r = 0; r < back.length; r++) {
      int firstY = first(r / strideX, window.y());
      int firstX = first(r % strideX, window.x());
      int y = firstY * strideY + r / strideX - window.y().padding();
      int x = firstX * strideX + r % strideX - window.x().padding();
      int rows = Math.ceilDiv(window.y().length() - y, strideY);
      int columns = Math.ceilDiv(width - x, strideX);
      int from = firstY * slopesWide + firstX;
      int to = dxo + y * width + x;
      if (strideX == 1) {
        int apart = strideY * width;
        sums(back[r], rows, columns, own, from, slopesWide, weight, filter, 0, add, dx, to, apart);
        continue;
      }
      sums(
          back[r],
          rows,
          columns,
          own,
          from,
          slopesWide,
          weight,
          filter,
          0,
          false,
          own,
          free,
          columns);
      for (int i = 0; i < rows; i++) {
        for (int j = 0; j < columns; j++) {
          int at = to + i * strideY * width + j * strideX;
          float value = own[free + i * columns + j];
          dx[at] = add ? dx[at] + value : value;
        }
      }
    }
  }

  /** Which of an axis' numbers with this remainder is the first that lies on the image. */
  private static int first(int remainder, Window.Axis axis) {
    return Math.max(0, Math.ceilDiv(axis.padding() - remainder, axis.stride()));
  }

  @Override
  public void addGradient(int images, float[] x, int xo, float[] dy, int dyo, float[] dw, int dwo) {
    int weights = window.channels() * outs * window.taps();
    int planes = images * window.channels();
    int share = Math.max(grain(), Math.ceilDiv(planes, PARTS));
    int parts = Math.ceilDiv(planes, share);
    int size = strideY * strideX * high * wide + SLACK;
    float[] sums = Scratch.PARTIAL.floats(Math.multiplyExact(parts * L, weights));
    Parallel.chunks(
        planes,
        share,
        (first, end) -> {
          int part = first / share * weights;
          Arrays.fill(sums, part * L, (part + weights) * L, 0f);
          float[] own = Scratch.COLUMNS.floats(size);
          Arrays.fill(own, 0, size, 0f);
          for (int p = first; p < end; p++) {
            split(x, xo + p * window.pixels(), own);
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
    int[] at = all.at;
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
