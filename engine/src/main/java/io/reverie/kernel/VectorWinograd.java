package io.reverie.kernel;

import io.reverie.tensor.Nullable;
import java.util.Arrays;
import java.util.Objects;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Convolution with 3×3 filters, side by side, in a quarter of the multiplications.
 *
 * <p>Four places of a filter with three taps on a line see six pixels, and take 12 multiplications.
 * Think of pixels and taps as coefficients of polynomials: their product has six coefficients, and
 * so is known from its values at six points. A value of the product is one multiplication:
 *
 * <pre>
 *     4 places = Aᵀ · ( (G · 3 taps) ⊙ (Bᵀ · 6 pixels) )      6 multiplications
 * </pre>
 *
 * <p>where G and Bᵀ take values at the points, and Aᵀ goes back to places. In two dimensions, along
 * columns and then along rows, a tile of 4×4 places takes 36 multiplications and not 144. What Bᵀ
 * and Aᵀ cost is shared by all filters, and channels are added up in between: for each of the 36
 * values there is a matrix product [tiles, channels] · [channels, filters], and that is where the
 * time goes. The gradient of images is the same with filters turned around; the gradient of filters
 * goes the way back by the transposed matrices.
 *
 * <p>Pixels are first turned so that a pixel's channels follow each other, filled up with zeros to
 * whole vectors. Then each step is a sum of rows of numbers times constants, whatever the size of
 * an image, and needs no shuffling of lanes. Some {@value #TILES} tiles are worked on at a time, so
 * that all that belongs to them stays in the second-level cache.
 *
 * <p>The points are 0, ±3/4, ±3/2 and ∞. Numbers around zero that lie close together lose least:
 * the error of maps, against exact arithmetic, is two to three times that of the plain sums (some
 * 7e-7 of their size, and as much for the images' gradient, where plain sums of each tap do five
 * times better; the filters' gradient is three to seven times off plain sums); with the usual
 * points 0, ±1, ±2 it would be twice that. An infinite pixel gives NaN at all places of its tiles.
 *
 * <p>S. Winograd, <i>Arithmetic complexity of computations</i>, SIAM 1980; A. Lavin and S. Gray,
 * <i>Fast algorithms for convolutional neural networks</i>, CVPR 2016; B. Barabasz et al., <i>Error
 * analysis and improving the accuracy of Winograd convolution</i>, ACM TOMS 46(4), 2020.
 */
final class VectorWinograd implements Convolution {
  private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
  private static final int L = S.length();

  /** About how many tiles are worked on at a time. */
  private static final int TILES = 64;

  /** In how many parts, at most, the gradient of filters is added up. */
  private static final int PARTS = 8;

  private final Window window;

  /** Channels of the images, and how many there are with those that fill up the last vector. */
  private final int in;

  private final int inUp;

  /** Channels of the maps: filters. */
  private final int out;

  private final int outUp;

  /** Tiles that lie side by side, and rows of them. */
  private final int across;

  private final int down;

  /** Rows of tiles that are worked on at a time. */
  private final int group;

  /** The way back: from maps to images, by filters turned around; it has none itself. */
  private final @Nullable VectorWinograd wayBack;

  /** For filters from images to {@code out} maps. */
  VectorWinograd(Window window, int out) {
    this(
        window,
        out,
        new VectorWinograd(
            new Window(out, back(window.y()), back(window.x())), window.channels(), null));
  }

  private VectorWinograd(Window window, int out, @Nullable VectorWinograd wayBack) {
    this.wayBack = wayBack;
    this.window = window;
    this.in = window.channels();
    this.inUp = up(in);
    this.out = out;
    this.outUp = up(out);
    this.across = Math.ceilDiv(window.x().places(), 4);
    this.down = Math.ceilDiv(window.y().places(), 4);
    this.group = Math.ceilDiv(TILES, across);
  }

  private static int up(int n) {
    return (n + L - 1) / L * L;
  }

  /**
   * Whether these filters can go this way and gain by it: with channels enough to fill vectors, so
   * many places that the filters' values pay, tiles that do not lie beside the map by half, and
   * values that do not take tens of megabytes.
   */
  static boolean suits(Window w, int images, int out) {
    int tiles = Math.ceilDiv(w.y().places(), 4) * Math.ceilDiv(w.x().places(), 4);
    return Math.min(w.channels(), out) >= 16
        && (long) w.channels() * out <= 1 << 18
        && suits(w.y())
        && suits(w.x())
        && w.places() >= 8 * tiles
        && (long) images * w.places() >= 256;
  }

  private static boolean suits(Window.Axis axis) {
    return axis.kernel() == 3 && axis.stride() == 1 && axis.dilation() == 1 && axis.padding() <= 2;
  }

  private static Window.Axis back(Window.Axis axis) {
    return new Window.Axis(axis.places(), 3, 1, 2 - axis.padding(), 1, axis.length());
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
    slide(images, x, xo, weight, wo, false, bias, bo, epilogue, add, y, yo);
  }

  @Override
  public void spread(
      int images, float[] dy, int dyo, float[] weight, int wo, boolean add, float[] dx, int dxo) {
    Objects.requireNonNull(wayBack)
        .slide(images, dy, dyo, weight, wo, true, null, 0, null, add, dx, dxo);
  }

  /** {@link #slide} by these filters, or by those whose {@link #wayBack} this is, turned around. */
  private void slide(
      int images,
      float[] x,
      int xo,
      float[] weight,
      int wo,
      boolean turns,
      float @Nullable [] bias,
      int bo,
      @Nullable Epilogue epilogue,
      boolean add,
      float[] y,
      int yo) {
    float[] filters = VectorPack.lines(Scratch.PARTIAL, 45 * in * outUp + 18 * outUp);
    filters(weight, wo, turns, filters);
    int values = group * across;
    int v = VectorPack.ALIGNED;
    int m = v + 36 * values * inUp;
    int rows = m + 36 * values * outUp;
    int size = rows - VectorPack.ALIGNED + 16 * (4 * across + 2) * Math.max(inUp, outUp);
    Parallel.chunks(
        images * down,
        group,
        (from, to) -> {
          float[] own = VectorPack.lines(Scratch.COLUMNS, size);
          int tiles = (to - from) * across;
          pixels(from, to, true, x, xo, own, rows, v);
          for (int f = 0; f < 36; f++) {
            VectorTiling.tiles(
                false,
                tiles,
                outUp,
                in,
                own,
                v + f * tiles * inUp,
                inUp,
                filters,
                VectorPack.ALIGNED + f * in * outUp,
                outUp,
                false,
                own,
                m + f * tiles * outUp,
                outUp);
          }
          places(from, to, own, m, rows, bias, bo, epilogue, add, y, yo);
        });
  }

  @Override
  public void addGradient(int images, float[] x, int xo, float[] dy, int dyo, float[] dw, int dwo) {
    int values = group * across;
    int u = VectorPack.ALIGNED;
    int v = u + 36 * in * outUp;
    int m = v + 36 * values * inUp;
    int rows = m + 36 * values * outUp;
    int size = rows - VectorPack.ALIGNED + 16 * (4 * across + 2) * Math.max(inUp, outUp);
    int units = images * down;
    int share = Math.max(group, Math.ceilDiv(Math.ceilDiv(units, PARTS), group) * group);
    int parts = Math.ceilDiv(units, share);
    int part = in * 9 * outUp;
    float[] sums = Scratch.PARTIAL.floats(Math.multiplyExact(parts, part));
    Parallel.chunks(
        units,
        share,
        (first, end) -> {
          float[] own = VectorPack.lines(Scratch.COLUMNS, size);
          for (int from = first; from < end; from += group) {
            int to = Math.min(from + group, end);
            int tiles = (to - from) * across;
            pixels(from, to, true, x, xo, own, rows, v);
            pixels(from, to, false, dy, dyo, own, rows, m);
            for (int f = 0; f < 36; f++) {
              VectorTiling.tiles(
                  true,
                  in,
                  outUp,
                  tiles,
                  own,
                  v + f * tiles * inUp,
                  inUp,
                  own,
                  m + f * tiles * outUp,
                  outUp,
                  from > first,
                  own,
                  u + f * in * outUp,
                  outUp);
            }
          }
          taps(own, u, rows, sums, first / share * part);
        });
    for (int p = 1; p < parts; p++) {
      Kernels.POINTWISE.addScaled(part, 1, sums, p * part, sums, 0);
    }
    VectorPack.turn(sums, 0, outUp, in * 9, out, true, dw, dwo, in * 9);
  }

  /** Values of the filters, {@code [36, in, outUp]}: G g Gᵀ; turned around if asked for. */
  private void filters(float[] weight, int wo, boolean turns, float[] u) {
    int turned = VectorPack.ALIGNED + 36 * in * outUp;
    int mid = turned + in * 9 * outUp;
    if (turns) {
      for (int i = 0; i < in; i++) {
        int at = turned + i * 9 * outUp;
        VectorPack.transpose(weight, wo + i * out * 9, 9, out, 9, u, at, outUp);
      }
    } else {
      VectorPack.transpose(weight, wo, in * 9, out, in * 9, u, turned, outUp);
    }
    int step = turns ? -outUp : outUp;
    for (int i = 0; i < in; i++) {
      int g = turned + i * 9 * outUp;
      VectorPoints.g(3 * outUp, u, turns ? g + 6 * outUp : g, 3 * step, u, mid, 3 * outUp);
      for (int q = 0; q < 6; q++) {
        int line = mid + q * 3 * outUp;
        int at = VectorPack.ALIGNED + (q * 6 * in + i) * outUp;
        VectorPoints.g(outUp, u, turns ? line + 2 * outUp : line, step, u, at, in * outUp);
      }
    }
  }

  /** The gradient of taps {@code [in, 9, outUp]} from that of the filters' values: Gᵀ u G. */
  private void taps(float[] own, int u, int mid, float[] to, int at) {
    for (int i = 0; i < in; i++) {
      for (int q = 0; q < 6; q++) {
        int line = u + (q * 6 * in + i) * outUp;
        VectorPoints.gBack(outUp, own, line, in * outUp, own, mid + q * 3 * outUp, outUp);
      }
      VectorPoints.gBack(3 * outUp, own, mid, 3 * outUp, to, at + i * 9 * outUp, 3 * outUp);
    }
  }

  /**
   * Values of rows of tiles, {@code [36, tiles, channels]}: Bᵀ d B of the images' pixels; or, of
   * the maps' slopes, A s Aᵀ.
   */
  private void pixels(
      int from, int to, boolean image, float[] x, int xo, float[] own, int rows, int v) {
    int channels = image ? in : out;
    int lanes = image ? inUp : outUp;
    int height = image ? window.y().length() : window.y().places();
    int width = image ? window.x().length() : window.x().places();
    int left = image ? window.x().padding() : 0;
    int top = image ? window.y().padding() : 0;
    int tall = image ? 6 : 4;
    int line = (4 * across + tall - 4) * lanes;
    int mid = rows + 6 * line;
    int values = (to - from) * across * lanes;
    Arrays.fill(own, rows, mid, 0f);
    for (int r = from; r < to; r++) {
      int plane = xo + r / down * channels * height * width;
      int y0 = r % down * 4 - top;
      int known = 0;
      if (image && r > from && r % down > 0) {
        System.arraycopy(own, rows + 4 * line, own, rows, 2 * line);
        known = 2;
      }
      for (int i = known; i < tall; i++) {
        int y = y0 + i;
        int at = rows + i * line;
        if (y < 0 || y >= height) {
          Arrays.fill(own, at, at + line, 0f);
        } else {
          int row = plane + y * width;
          int start = at + left * lanes;
          VectorPack.transpose(x, row, height * width, channels, width, own, start, lanes);
        }
      }
      int tile = v + (r - from) * across * lanes;
      if (image) {
        VectorPoints.b(1, line, own, rows, line, 0, own, mid, line, 0);
        for (int q = 0; q < 6; q++) {
          int to0 = tile + q * 6 * values;
          VectorPoints.b(
              across, lanes, own, mid + q * line, lanes, 4 * lanes, own, to0, values, lanes);
        }
      } else {
        VectorPoints.aBack(1, line, own, rows, line, 0, own, mid, line, 0);
        for (int q = 0; q < 6; q++) {
          int to0 = tile + q * 6 * values;
          VectorPoints.aBack(
              across, lanes, own, mid + q * line, lanes, 4 * lanes, own, to0, values, lanes);
        }
      }
    }
  }

  /** Maps from their values: Aᵀ m A. */
  private void places(
      int from,
      int to,
      float[] own,
      int m,
      int rows,
      float @Nullable [] bias,
      int bo,
      @Nullable Epilogue epilogue,
      boolean add,
      float[] y,
      int yo) {
    int line = across * outUp;
    int values = (to - from) * line;
    int mid = rows + 16 * line;
    int width = window.x().places();
    for (int r = from; r < to; r++) {
      int tile = m + (r - from) * line;
      for (int q = 0; q < 6; q++) {
        VectorPoints.a(
            1, line, own, tile + q * values, 6 * values, 0, own, mid + q * line, 6 * line, 0);
      }
      int y0 = r % down * 4;
      int end = Math.min(4, window.y().places() - y0);
      for (int i = 0; i < end; i++) {
        // What a row's last tile has beside the map, the next row overwrites.
        int row = rows + i * width * outUp;
        VectorPoints.a(
            across, outUp, own, mid + i * 6 * line, line, outUp, own, row, outUp, 4 * outUp);
      }
      if (bias != null) {
        VectorSliding.addToEach(end * width, out, bias, bo, own, rows, outUp);
      }
      if (epilogue != null) {
        epilogue.finish(end * width * outUp, own, rows);
      }
      int at = yo + r / down * out * window.places() + y0 * width;
      VectorPack.turn(own, rows, outUp, end * width, out, add, y, at, window.places());
    }
  }
}
