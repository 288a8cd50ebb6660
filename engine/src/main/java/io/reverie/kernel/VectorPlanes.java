package io.reverie.kernel;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * Copies of single planes in which any tap sees neighbouring numbers at neighbouring places.
 *
 * <p>A copy lies among zeros, so that no tap asks where it is. Where places are more than a pixel
 * apart, it consists of planes of every so many'th pixel, one for each remainder of row and column:
 * a tap then sees numbers of one of them that lie side by side, whatever the stride. On the way
 * back there are slopes with zeros around them, and the pixels of each remainder are what the taps
 * that see it give; {@link #join} puts a row of them together again.
 */
final class VectorPlanes {
  private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
  private static final int L = S.length();

  /** Zeros behind a copy, for vectors that reach beyond its last row. */
  private static final int SLACK = 2 * L;

  /** Every other lane, from lane 0 and from lane 1; a second vector's come behind the first's. */
  private static final VectorShuffle<Float> EVEN = VectorShuffle.fromOp(S, i -> 2 * i % L);

  private static final VectorShuffle<Float> ODD = VectorShuffle.fromOp(S, i -> (2 * i + 1) % L);

  private static final VectorMask<Float> UPPER = VectorMask.fromLong(S, -1L << L / 2);

  /** Each lane of the lower half twice, and of the upper half; and where the second ones are. */
  private static final VectorShuffle<Float> LOW = VectorShuffle.fromOp(S, i -> i / 2);

  private static final VectorShuffle<Float> HIGH = VectorShuffle.fromOp(S, i -> (L + i) / 2);

  private static final VectorMask<Float> SECOND = VectorMask.fromLong(S, 0xaaaa_aaaa_aaaa_aaaaL);

  /**
   * Taps that see planes of one remainder.
   *
   * @param number which of the filter's taps they are
   * @param at where each sees its first number, in a copy
   */
  record Taps(int[] number, int[] at) {}

  private final Window window;
  private final int strideY;
  private final int strideX;

  /** Rows and columns of a plane of every so many'th pixel. */
  private final int high;

  private final int wide;

  /** Rows and columns of zeros before the slopes, and the length of a row with them. */
  private final int above;

  private final int before;
  private final int slopesWide;

  /** All taps, on the copy of a plane. */
  private final Taps all;

  /** For each remainder of row and column, the taps that see it, on the copy of slopes. */
  private final Taps[] back;

  VectorPlanes(Window window) {
    this.window = window;
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

  /** Numbers of a copy of a plane. */
  int size() {
    return strideY * strideX * high * wide + SLACK;
  }

  /** How far apart what a tap sees at places below each other lies in the copy of a plane. */
  int wide() {
    return wide;
  }

  /** All taps, on the copy of a plane. */
  Taps all() {
    return all;
  }

  /** Numbers of a copy of slopes. */
  int slopesSize() {
    return (above + Math.max(high, window.y().places())) * slopesWide + SLACK;
  }

  /** {@link #wide} of slopes. */
  int slopesWide() {
    return slopesWide;
  }

  /** The taps that see pixels of these remainders, on the copy of slopes. */
  Taps back(int remainderY, int remainderX) {
    return back[remainderY * strideX + remainderX];
  }

  /** The first row of a copy of pixels with this remainder that lies on the image. */
  int firstRow(int remainder) {
    return first(remainder, window.y());
  }

  /** The end of those rows, exclusive. */
  int endRow(int remainder) {
    return Math.ceilDiv(window.y().padding() + window.y().length() - remainder, strideY);
  }

  /** The image's row that such a row is. */
  int row(int row, int remainder) {
    return row * strideY + remainder - window.y().padding();
  }

  /** The first column of a copy of pixels that lies on the image for any remainder. */
  int firstColumn() {
    return window.x().padding() / strideX;
  }

  /** How many columns there are from it on. */
  int columns() {
    return (window.x().padding() + window.x().length() - 1) / strideX + 1 - firstColumn();
  }

  /** Which of an axis' numbers with this remainder is the first that lies on the image. */
  private static int first(int remainder, Window.Axis axis) {
    return Math.max(0, Math.ceilDiv(axis.padding() - remainder, axis.stride()));
  }

  /** Copies the plane's pixels to where they belong among the zeros from {@code at} on. */
  void split(float[] x, int xo, float[] own, int at) {
    int width = window.x().length();
    int padding = window.x().padding();
    int apart = strideY * width;
    int plane = high * wide;
    for (int r = 0; r < strideY; r++) {
      int first = firstRow(r);
      int rows = endRow(r) - first;
      int from = xo + row(first, r) * width;
      int to = at + r * strideX * plane + first * wide;
      if (strideX == 1) {
        copy(rows, width, x, from, apart, false, own, to + padding, wide);
      } else if (strideX == 2) {
        int even = to + padding % 2 * plane + padding / 2;
        int odd = to + (padding + 1) % 2 * plane + (padding + 1) / 2;
        halve(rows, width, x, from, apart, own, even, odd, wide);
      } else {
        for (int j = padding; j < padding + width; j++) {
          int column = to + j % strideX * plane + j / strideX;
          for (int i = 0; i < rows; i++) {
            own[column + i * wide] = x[from + i * apart + j - padding];
          }
        }
      }
    }
  }

  /** Copies a map's slopes to where they belong among the zeros from {@code at} on. */
  void slopes(float[] dy, int dyo, float[] own, int at) {
    int width = window.x().places();
    int inner = at + above * slopesWide + before;
    copy(window.y().places(), width, dy, dyo, width, false, own, inner, slopesWide);
  }

  private static void copy(
      int rows,
      int n,
      float[] from,
      int fo,
      int fromApart,
      boolean add,
      float[] to,
      int at,
      int toApart) {
    for (int j = 0; j < n; j += L) {
      var here = S.indexInRange(j, n);
      for (int i = 0; i < rows; i++) {
        int t = at + i * toApart + j;
        var row = FloatVector.fromArray(S, from, fo + i * fromApart + j, here);
        if (add) {
          row = row.add(FloatVector.fromArray(S, to, t, here));
        }
        row.intoArray(to, t, here);
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

  /** Writes a plane's pixels from a copy, or adds them: {@link #split} backwards. */
  void join(float[] own, int at, boolean add, float[] dx, int dxo) {
    for (int r = 0; r < strideY; r++) {
      int first = firstRow(r);
      int from = at + r * strideX * high * wide + first * wide + firstColumn();
      int to = dxo + row(first, r) * window.x().length();
      join(endRow(r) - first, own, from, wide, high * wide, add, dx, to);
    }
  }

  /**
   * Writes rows of pixels of one remainder, or adds them, the first at {@code dxo}.
   *
   * @param apart how far apart rows are where they come from, each from {@link #firstColumn} on
   * @param next how far apart the remainders of columns are
   */
  void join(
      int rows, float[] own, int from, int apart, int next, boolean add, float[] dx, int dxo) {
    int width = window.x().length();
    int padding = window.x().padding();
    int toApart = strideY * width;
    if (strideX == 1) {
      copy(rows, width, own, from, apart, add, dx, dxo, toApart);
      return;
    }
    if (strideX == 2) {
      int first = from + padding % 2 * next;
      int second = from + (1 - padding % 2) * next + padding % 2;
      zip(rows, width, own, first, second, apart, add, dx, dxo, toApart);
      return;
    }
    for (int j = 0; j < width; j++) {
      int q = j + padding;
      int column = from + q % strideX * next + q / strideX - firstColumn();
      for (int i = 0; i < rows; i++) {
        int to = dxo + i * toApart + j;
        float value = own[column + i * apart];
        dx[to] = add ? dx[to] + value : value;
      }
    }
  }

  /** Writes rows of n numbers that come from two places in turn, or adds them. */
  private static void zip(
      int rows,
      int n,
      float[] from,
      int first,
      int second,
      int fromApart,
      boolean add,
      float[] to,
      int at,
      int toApart) {
    for (int j = 0, k = 0; j < n; j += 2 * L, k += L) {
      var here = S.indexInRange(j, n);
      var there = S.indexInRange(j + L, n);
      for (int i = 0; i < rows; i++) {
        int t = at + i * toApart + j;
        var a = FloatVector.fromArray(S, from, first + i * fromApart + k);
        var b = FloatVector.fromArray(S, from, second + i * fromApart + k);
        var low = a.rearrange(LOW).blend(b.rearrange(LOW), SECOND);
        var high = a.rearrange(HIGH).blend(b.rearrange(HIGH), SECOND);
        if (add) {
          low = low.add(FloatVector.fromArray(S, to, t, here));
          high = high.add(FloatVector.fromArray(S, to, t + L, there));
        }
        low.intoArray(to, t, here);
        high.intoArray(to, t + L, there);
      }
    }
  }
}
