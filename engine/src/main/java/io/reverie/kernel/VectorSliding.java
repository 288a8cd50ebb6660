package io.reverie.kernel;

import io.reverie.tensor.Nullable;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Convolution with filters of any size and stride as products of pixels where they lie.
 *
 * <p>An image is turned so that a pixel's channels follow each other, with its border of zeros
 * around it. What one line of taps sees at a place is then a single stretch of numbers, and the
 * next place's begins a stride further on: a row of places is a matrix without a copy of anything,
 * whose rows may overlap. Patches, {@code kh·kw} times as large as the image, are never made:
 *
 * <pre>
 *     maps[row of places, out]      += pixels[places, kw·channels]  · filters[kw·channels, out]
 *     filters'[kw·channels, out]    += pixels[places, kw·channels]ᵀ · slopes[places, out]
 *     pixels'[places, channels]     += slopes[places, out]          · filters[out, channels]
 * </pre>
 *
 * <p>the first two for each line of taps, or each tap where taps lie apart, the last for each tap,
 * since results that overlap cannot be added at once. Where pixels have too few channels to fill a
 * vector, theirs are computed by {@link VectorPatches}.
 */
final class VectorSliding implements Convolution {
  private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
  private static final int L = S.length();

  /** About how many places are computed before they are turned back into maps. */
  private static final int PLACES = 64;

  /** In how many parts, at most, the gradient of filters is added up. */
  private static final int PARTS = 8;

  private final Window window;
  private final int in;
  private final int inUp;
  private final int out;
  private final int outUp;
  private final int taps;

  /** Pixels of a line with its border, and lines. */
  private final int across;

  private final int down;

  /** Taps that lie side by side and are taken as one, and how many of those a line has. */
  private final int joined;

  private final int pieces;

  /** Numbers of a turned image. */
  private final int image;

  VectorSliding(Window window, int out) {
    this.window = window;
    this.in = window.channels();
    this.inUp = up(in);
    this.out = out;
    this.outUp = up(out);
    this.taps = window.taps();
    this.across = length(window.x());
    this.down = length(window.y());
    this.joined = window.x().dilation() == 1 ? window.x().kernel() : 1;
    this.pieces = window.x().kernel() / joined;
    this.image = Math.multiplyExact(down * across, inUp);
  }

  /** Pixels of an axis with the zeros that filters see before and after. */
  private static int length(Window.Axis axis) {
    int seen = (axis.places() - 1) * axis.stride() + axis.shift(axis.kernel() - 1) + 1;
    return axis.padding() + Math.max(axis.length(), seen);
  }

  private static int up(int n) {
    return (n + L - 1) / L * L;
  }

  /** Whether the products of this way are large enough, and vectors full enough. */
  static boolean suits(Window w, int out) {
    int joined = w.x().dilation() == 1 ? w.x().kernel() : 1;
    return joined * w.channels() >= 16 && 2 * out >= L && w.x().places() >= 3;
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
    float[] filters = VectorPack.lines(Scratch.PARTIAL, taps * in * outUp);
    Arrays.fill(filters, VectorPack.ALIGNED, VectorPack.ALIGNED + taps * in * outUp, 0f);
    for (int c = 0; c < in; c++) {
      int at = VectorPack.ALIGNED + c * outUp;
      VectorPack.turn(weight, wo + c * taps, in * taps, out, taps, filters, at, in * outUp);
    }
    int width = window.x().places();
    int rows = Math.ceilDiv(PLACES, width);
    int maps = VectorPack.ALIGNED + up(image);
    int size = up(image) + rows * width * outUp;
    Parallel.chunks(
        images,
        1,
        (i, end) -> {
          float[] own = VectorPack.lines(Scratch.COLUMNS, size);
          pixels(x, xo + i * in * window.pixels(), own);
          for (int from = 0; from < window.y().places(); from += rows) {
            int to = Math.min(from + rows, window.y().places());
            places(from, to, own, filters, maps);
            int n = (to - from) * width;
            if (bias != null) {
              addToEach(n, out, bias, bo, own, maps, outUp);
            }
            if (epilogue != null) {
              epilogue.finish(n * outUp, own, maps);
            }
            int at = yo + i * out * window.places() + from * width;
            VectorPack.turn(own, maps, outUp, n, out, add, y, at, window.places());
          }
        });
  }

  /** Rows of places, {@code [places, outUp]}; weights stay near while all rows take them. */
  private void places(int from, int end, float[] own, float[] filters, int to) {
    int width = window.x().places();
    for (int ky = 0; ky < window.y().kernel(); ky++) {
      for (int p = 0; p < pieces; p++) {
        for (int row = from; row < end; row++) {
          VectorTiling.tiles(
              false,
              width,
              outUp,
              joined * in,
              own,
              seen(row, ky, p, in),
              window.x().stride() * in,
              filters,
              VectorPack.ALIGNED + (ky * pieces + p) * joined * in * outUp,
              outUp,
              ky + p > 0,
              own,
              to + (row - from) * width * outUp,
              outUp);
        }
      }
    }
  }

  /** Where the first place of a row sees these taps, in an image with so many numbers a pixel. */
  private int seen(int row, int ky, int piece, int each) {
    int line = row * window.y().stride() + ky * window.y().dilation();
    return VectorPack.ALIGNED + (line * across + piece * window.x().dilation()) * each;
  }

  /** The image that begins here, turned, its border of zeros around it. */
  private void pixels(float[] x, int xo, float[] own) {
    int height = window.y().length();
    int width = window.x().length();
    int at = VectorPack.ALIGNED;
    Arrays.fill(own, at, at + down * across * in, 0f);
    for (int y = 0; y < height; y++) {
      int line = at + inside(y) * in;
      VectorPack.turn(x, xo + y * width, height * width, in, width, own, line, in);
    }
  }

  /** The number of a line's first pixel. */
  private int inside(int line) {
    return (line + window.y().padding()) * across + window.x().padding();
  }

  /** Adds a row to each of n rows. */
  static void addToEach(int n, int width, float[] row, int ro, float[] to, int at, int stride) {
    for (int j = 0; j < width; j += L) {
      var addend = FloatVector.fromArray(S, row, ro + j, S.indexInRange(j, width));
      for (int i = 0; i < n; i++) {
        int here = at + i * stride + j;
        FloatVector.fromArray(S, to, here).add(addend).intoArray(to, here);
      }
    }
  }

  @Override
  public void spread(
      int images, float[] dy, int dyo, float[] weight, int wo, boolean add, float[] dx, int dxo) {
    if (in < L) {
      var patches = new VectorPatches(window, out, 1);
      patches.spread(images, dy, dyo, weight, wo, add, dx, dxo);
      return;
    }
    float[] filters = VectorPack.lines(Scratch.PARTIAL, taps * out * inUp);
    Arrays.fill(filters, VectorPack.ALIGNED, VectorPack.ALIGNED + taps * out * inUp, 0f);
    for (int o = 0; o < out; o++) {
      int at = VectorPack.ALIGNED + o * inUp;
      VectorPack.turn(weight, wo + o * in * taps, taps, in, taps, filters, at, out * inUp);
    }
    int slopes = VectorPack.ALIGNED + image;
    int size = image + window.places() * out;
    Parallel.chunks(
        images,
        1,
        (i, end) -> {
          float[] own = VectorPack.lines(Scratch.COLUMNS, size);
          Arrays.fill(own, VectorPack.ALIGNED, VectorPack.ALIGNED + image, 0f);
          int map = dyo + i * out * window.places();
          int places = window.places();
          VectorPack.turn(dy, map, places, out, places, own, slopes, out);
          for (int row = 0; row < window.y().places(); row++) {
            spread(row, own, slopes + row * window.x().places() * out, filters);
          }
          int height = window.y().length();
          int width = window.x().length();
          for (int y = 0; y < height; y++) {
            int line = VectorPack.ALIGNED + inside(y) * inUp;
            int to = dxo + i * in * window.pixels() + y * width;
            VectorPack.turn(own, line, inUp, width, in, add, dx, to, height * width);
          }
        });
  }

  /** Adds what one row of places gives to the pixels under it. */
  private void spread(int row, float[] own, int slopes, float[] filters) {
    for (int ky = 0; ky < window.y().kernel(); ky++) {
      for (int kx = 0; kx < window.x().kernel(); kx++) {
        VectorTiling.tiles(
            false,
            window.x().places(),
            inUp,
            out,
            own,
            slopes,
            out,
            filters,
            VectorPack.ALIGNED + (ky * window.x().kernel() + kx) * out * inUp,
            inUp,
            true,
            own,
            seen(row, ky, kx, inUp),
            window.x().stride() * inUp);
      }
    }
  }

  @Override
  public void addGradient(int images, float[] x, int xo, float[] dy, int dyo, float[] dw, int dwo) {
    int places = window.places();
    int slopes = VectorPack.ALIGNED + up(image);
    int size = up(image) + places * outUp + L;
    int share = Math.ceilDiv(images, PARTS);
    int part = taps * in * outUp;
    int parts = Math.ceilDiv(images, share);
    float[] sums = VectorPack.lines(Scratch.PARTIAL, Math.multiplyExact(parts, part));
    Parallel.chunks(
        images,
        share,
        (first, end) -> {
          float[] own = VectorPack.lines(Scratch.COLUMNS, size);
          for (int i = first; i < end; i++) {
            pixels(x, xo + i * in * window.pixels(), own);
            VectorPack.transpose(
                dy, dyo + i * out * places, places, out, places, own, slopes, outUp);
            gradient(i > first, own, slopes, sums, VectorPack.ALIGNED + first / share * part);
          }
        });
    for (int p = 1; p < parts; p++) {
      int at = VectorPack.ALIGNED + p * part;
      Kernels.POINTWISE.addScaled(part, 1, sums, at, sums, VectorPack.ALIGNED);
    }
    for (int c = 0; c < in; c++) {
      int from = VectorPack.ALIGNED + c * outUp;
      VectorPack.turn(sums, from, in * outUp, taps, out, true, dw, dwo + c * taps, in * taps);
    }
  }

  /** The gradient of filters {@code [taps, in, outUp]} that one image gives. */
  private void gradient(boolean add, float[] own, int slopes, float[] sums, int to) {
    for (int ky = 0; ky < window.y().kernel(); ky++) {
      for (int p = 0; p < pieces; p++) {
        for (int row = 0; row < window.y().places(); row++) {
          VectorTiling.tiles(
              true,
              joined * in,
              outUp,
              window.x().places(),
              own,
              seen(row, ky, p, in),
              window.x().stride() * in,
              own,
              slopes + row * window.x().places() * outUp,
              outUp,
              add || row > 0,
              sums,
              to + (ky * pieces + p) * joined * in * outUp,
              outUp);
        }
      }
    }
  }
}
