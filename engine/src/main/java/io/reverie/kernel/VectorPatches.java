package io.reverie.kernel;

import io.reverie.tensor.Nullable;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Convolution with filters that see few channels, of an image or of a group, as products with
 * patches.
 *
 * <p>Where pixels have few channels, vectors are filled by neighbouring places. The patches of some
 * rows of places are laid out as a panel, a row for each number under a filter, and are a product
 * away from all results:
 *
 * <pre>
 *     maps[out, places]       = filters[out, patch]  · patches[patch, places]
 *     filters'[out, patch]   += slopes[out, places]  · patches[patch, places]ᵀ
 *     patches'[patch, places] = filters[out, patch]ᵀ · slopes[out, places]
 * </pre>
 *
 * <p>the last of which are added to the pixels they came from. Filters, maps and slopes lie as they
 * always do. Planes are first copied among zeros, in parts where places are more than a pixel apart
 * ({@link VectorPlanes}), so that a row of a panel is copied by whole vectors; and a panel is so
 * small that it is still near when a product reads it.
 *
 * <p>Borders of panels depend on sizes only. Images and groups are shared out, and rows of places
 * too where results do not overlap, so that a single image is work for more than one thread. An
 * infinite weight or slope gives NaN where it meets the border of zeros.
 */
final class VectorPatches implements Convolution {
  private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
  private static final int L = S.length();

  /** About so many numbers are in a panel, which the first-level cache holds... */
  private static final int PANEL = 1 << 13;

  /** ...and for filters' gradients, whose lanes are added up once a panel, in the second-level. */
  private static final int DEEP_PANEL = 1 << 15;

  /** But a panel has about so many places, if there are, since tiles of products are wide. */
  private static final int PLACES = 128;

  /** In how many parts, at most, the gradient of filters is added up. */
  private static final int PARTS = 8;

  /** Up to so many channels a panel is better than a product with the patches of a whole image. */
  private static final int FEW = 8;

  /** About so many multiplications a thread takes at a time. */
  private static final int GRAIN = 1 << 18;

  private final Window window;
  private final VectorPlanes planes;
  private final int groups;

  /** Channels and filters of a group. */
  private final int in;

  private final int out;

  /** Numbers under a filter. */
  private final int patch;

  VectorPatches(Window window, int out, int groups) {
    this.window = window;
    this.planes = new VectorPlanes(window);
    this.groups = groups;
    this.in = window.channels() / groups;
    this.out = out / groups;
    this.patch = in * window.taps();
  }

  /** Whether filters see few channels, and places fill vectors. */
  static boolean suits(Window w, int groups) {
    return w.channels() / groups <= FEW && 2 * w.places() >= L;
  }

  private static int up(int n) {
    return (n + L - 1) / L * L;
  }

  /** How many rows of places are in a panel of about this size. */
  private int rows(int panel) {
    int width = window.x().places();
    int height = window.y().places();
    int least = Math.ceilDiv(PLACES, width);
    int most = Math.clamp(panel / ((long) patch * width), Math.min(least, height), height);
    return Math.ceilDiv(height, Math.ceilDiv(height, most));
  }

  /** How many pieces of so many multiplications a thread takes at a time. */
  private static int grain(long work) {
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
    int height = window.y().places();
    int width = window.x().places();
    int rows = rows(PANEL);
    int blocks = Math.ceilDiv(height, rows);
    int panel = VectorPack.ALIGNED + up(in * planes.size());
    int size = panel + patch * up(rows * width) + L;
    Parallel.chunks(
        images * groups * blocks,
        grain((long) rows * width * out * patch),
        (first, end) -> {
          float[] own = VectorPack.lines(Scratch.COLUMNS, size);
          Arrays.fill(own, VectorPack.ALIGNED, panel, 0f);
          int held = -1;
          for (int b = first; b < end; b++) {
            int part = b / blocks;
            if (part != held) {
              pixels(x, xo + part * in * window.pixels(), own);
              held = part;
            }
            int from = b % blocks * rows;
            int n = patches(from, Math.min(from + rows, height), own, panel);
            int map = yo + part * out * window.places() + from * width;
            int filter = part % groups * out;
            if (bias != null) {
              start(n, bias, bo + filter, y, map);
            }
            VectorTiling.tiles(
                false,
                out,
                n,
                patch,
                weight,
                wo + filter * patch,
                patch,
                own,
                panel,
                up(n),
                add || bias != null,
                y,
                map,
                window.places());
            if (epilogue != null) {
              Gemm.finish(epilogue, 0, out, n, y, map, window.places());
            }
          }
        });
  }

  /** Starts n numbers of each map with its bias. */
  private void start(int n, float[] bias, int bo, float[] y, int map) {
    for (int o = 0; o < out; o++) {
      int at = map + o * window.places();
      Arrays.fill(y, at, at + n, bias[bo + o]);
    }
  }

  /** Copies a group's planes among zeros. */
  private void pixels(float[] x, int xo, float[] own) {
    for (int c = 0; c < in; c++) {
      planes.split(x, xo + c * window.pixels(), own, VectorPack.ALIGNED + c * planes.size());
    }
  }

  /** Lays out what filters see at these rows of places, and tells how many places these are. */
  private int patches(int from, int end, float[] own, int panel) {
    int width = window.x().places();
    int first = VectorPack.ALIGNED + from * planes.wide();
    patches(in, planes.size(), planes.all(), end - from, width, own, first, planes.wide(), panel);
    return (end - from) * width;
  }

  /** A panel, {@code [planes·taps, rows·width]}, its rows filled up to whole vectors. */
  private static void patches(
      int planes,
      int each,
      VectorPlanes.Taps taps,
      int rows,
      int width,
      float[] own,
      int from,
      int apart,
      int panel) {
    int[] at = taps.at();
    int to = panel;
    for (int c = 0; c < planes; c++) {
      for (int t = 0; t < at.length; t++) {
        rows(rows, width, own, from + c * each + at[t], apart, to);
        to += up(rows * width);
      }
    }
  }

  /**
   * Moves rows together. Of what goes beyond one of them, the next one's beginning, which comes
   * later, leaves nothing; beyond the last, the panel's next row.
   */
  private static void rows(int rows, int width, float[] own, int from, int apart, int to) {
    for (int j = (width - 1) / L * L; j >= 0; j -= L) {
      int f = from + j;
      int t = to + j;
      for (int i = 0; i < rows; i++) {
        FloatVector.fromArray(S, own, f + i * apart).intoArray(own, t + i * width);
      }
    }
  }

  @Override
  public void spread(
      int images, float[] dy, int dyo, float[] weight, int wo, boolean add, float[] dx, int dxo) {
    int weights = groups * out * patch;
    float[] filters = VectorPack.lines(Scratch.PARTIAL, weights + L);
    System.arraycopy(weight, wo, filters, VectorPack.ALIGNED, weights);
    int height = window.y().places();
    int width = window.x().places();
    int rows = rows(PANEL);
    int slopes = VectorPack.ALIGNED + up(in * planes.size());
    int panel = slopes + out * up(rows * width);
    int size = panel + patch * up(rows * width) + L;
    Parallel.chunks(
        images * groups,
        grain((long) window.places() * out * patch),
        (first, end) -> {
          float[] own = VectorPack.lines(Scratch.COLUMNS, size);
          for (int part = first; part < end; part++) {
            Arrays.fill(own, VectorPack.ALIGNED, slopes, 0f);
            int filter = VectorPack.ALIGNED + part % groups * out * patch;
            for (int from = 0; from < height; from += rows) {
              int to = Math.min(from + rows, height);
              int n = (to - from) * width;
              int map = dyo + part * out * window.places() + from * width;
              VectorPack.copy(dy, map, window.places(), out, n, own, slopes, up(n));
              VectorTiling.tiles(
                  true, patch, up(n), out, filters, filter, patch, own, slopes, up(n), false, own,
                  panel, up(n));
              addPatches(from, to, own, panel);
            }
            for (int c = 0; c < in; c++) {
              int at = VectorPack.ALIGNED + c * planes.size();
              planes.join(own, at, add, dx, dxo + (part * in + c) * window.pixels());
            }
          }
        });
  }

  /** Adds what these rows of places give to the pixels under them. */
  private void addPatches(int from, int end, float[] own, int panel) {
    int width = window.x().places();
    int up = up((end - from) * width);
    int[] at = planes.all().at();
    int row = panel;
    for (int c = 0; c < in; c++) {
      int plane = VectorPack.ALIGNED + c * planes.size() + from * planes.wide();
      for (int t = 0; t < at.length; t++, row += up) {
        addRows(end - from, width, own, row, plane + at[t], planes.wide());
      }
    }
  }

  private static void addRows(int rows, int width, float[] own, int from, int to, int apart) {
    for (int j = 0; j < width; j += L) {
      var here = S.indexInRange(j, width);
      for (int i = 0; i < rows; i++) {
        int t = to + i * apart + j;
        var sum = FloatVector.fromArray(S, own, t);
        sum = sum.add(FloatVector.fromArray(S, own, from + i * width + j));
        sum.intoArray(own, t, here);
      }
    }
  }

  @Override
  public void addGradient(int images, float[] x, int xo, float[] dy, int dyo, float[] dw, int dwo) {
    int height = window.y().places();
    int width = window.x().places();
    int rows = rows(DEEP_PANEL);
    int blocks = Math.ceilDiv(height, rows);
    int panel = VectorPack.ALIGNED + up(in * planes.size());
    int size = panel + patch * up(rows * width) + L;
    int share = Math.ceilDiv(images * blocks, PARTS);
    int parts = Math.ceilDiv(images * blocks, share);
    int weights = groups * out * patch;
    float[] sums = Scratch.PARTIAL.floats(Math.multiplyExact(parts, weights));
    Parallel.chunks(
        parts * groups,
        grain((long) share * rows * width * out * patch),
        (first, end) -> {
          float[] own = VectorPack.lines(Scratch.COLUMNS, size);
          Arrays.fill(own, VectorPack.ALIGNED, panel, 0f);
          for (int p = first; p < end; p++) {
            int group = p % groups;
            int begin = p / groups * share;
            int to = p / groups * weights + group * out * patch;
            for (int b = begin; b < Math.min(begin + share, images * blocks); b++) {
              int part = b / blocks * groups + group;
              if (b == begin || b % blocks == 0) {
                pixels(x, xo + part * in * window.pixels(), own);
              }
              int from = b % blocks * rows;
              int n = patches(from, Math.min(from + rows, height), own, panel);
              int map = dyo + part * out * window.places() + from * width;
              gradient(n, dy, map, own, panel, b > begin, sums, to);
            }
          }
        });
    for (int p = 0; p < parts; p++) {
      Kernels.POINTWISE.addScaled(weights, 1, sums, p * weights, dw, dwo);
    }
  }

  /** What n places give to the gradient of a group's filters. */
  private void gradient(
      int n, float[] dy, int map, float[] own, int panel, boolean add, float[] sums, int to) {
    float[] lanes = VectorPack.edge(VectorDot.ROWS * VectorDot.COLUMNS * L);
    int places = window.places();
    int apart = up(n);
    for (int o = 0; o < out; o += VectorDot.ROWS) {
      int high = Math.min(VectorDot.ROWS, out - o);
      int d = map + o * places;
      for (int q = 0; q < patch; q += VectorDot.COLUMNS) {
        int wide = Math.min(VectorDot.COLUMNS, patch - q);
        int p = panel + q * apart;
        int c = to + o * patch + q;
        VectorDot.block(high, wide, n, dy, d, places, own, p, apart, lanes);
        VectorDot.finish(high, wide, n, dy, d, places, own, p, apart, lanes, add, sums, c, patch);
      }
    }
  }
}
