package io.reverie.op;

import static io.reverie.kernel.Kernels.GEMM;
import static io.reverie.kernel.Kernels.IMAGES;
import static io.reverie.kernel.Kernels.POINTWISE;

import io.reverie.kernel.Convolution;
import io.reverie.kernel.Epilogue;
import io.reverie.kernel.Parallel;
import io.reverie.kernel.Scratch;
import io.reverie.kernel.Window;
import io.reverie.tensor.Nullable;
import io.reverie.tensor.Shape;
import io.reverie.tensor.Tensor;
import java.util.Arrays;

/**
 * The three products of convolution, which {@link Conv2d} and {@link ConvTranspose2d} share: one's
 * forward is the other's way back.
 *
 * <p>Filters W {@code [out, channels/groups, kh, kw]} stand between images {@code [n, channels,
 * height, width]} and maps {@code [n, out, oh, ow]}. The patches of an image are laid out as
 * columns, and filters times columns is a matrix product. Patches are cheap to make and large to
 * keep, so each product makes them again. 1×1 filters take the image itself for the columns; where
 * every filter sees one channel only, it is moved over that plane instead. Most geometries have a
 * faster way by SIMD: {@link Convolution}.
 */
final class Filters {
  /** Images whose weight gradients are added up by one thread. */
  private static final int TOGETHER = 8;

  /**
   * Filters that were made lately: a step has those of the step before. Threads may write over each
   * other's, which costs an object and no more, since filters are immutable.
   */
  private static final @Nullable Filters[] RECENT = new Filters[1 << 8];

  private final Form form;
  private final Window window;
  private final int images;
  private final int groups;

  /** Filters of a group. */
  private final int outs;

  /** Numbers under one filter. */
  private final int patch;

  /** Places of the filter on an image. */
  private final int places;

  private final int imageSize;
  private final int mapSize;
  private final boolean depthwise;

  /** A faster way, where there is one. */
  private final @Nullable Convolution fast;

  /** What filters are made for: the same for the same. */
  private record Form(
      Shape images,
      Shape maps,
      Shape weight,
      Pair stride,
      Pair padding,
      Pair dilation,
      int groups) {}

  /**
   * The filters between images and maps of these shapes.
   *
   * @param weight the shape of W
   */
  static Filters of(
      Shape images,
      Shape maps,
      Shape weight,
      Pair stride,
      Pair padding,
      Pair dilation,
      int groups) {
    int hash = 31 * (31 * (31 * images.hashCode() + maps.hashCode()) + weight.hashCode()) + groups;
    int at = hash * 0x9E3779B9 >>> 24;
    Filters recent = RECENT[at];
    if (recent != null) {
      Form form = recent.form;
      if (form.images.equals(images)
          && form.maps.equals(maps)
          && form.weight.equals(weight)
          && form.stride.equals(stride)
          && form.padding.equals(padding)
          && form.dilation.equals(dilation)
          && form.groups == groups) {
        return recent;
      }
    }
    Filters made = new Filters(new Form(images, maps, weight, stride, padding, dilation, groups));
    RECENT[at] = made;
    return made;
  }

  private Filters(Form form) {
    Shape x = form.images;
    Shape y = form.maps;
    Shape weight = form.weight;
    this.form = form;
    this.groups = form.groups;
    this.images = x.dim(0);
    this.window =
        new Window(
            x.dim(1),
            new Window.Axis(
                x.dim(2),
                weight.dim(2),
                form.stride.height(),
                form.padding.height(),
                form.dilation.height(),
                y.dim(2)),
            new Window.Axis(
                x.dim(3),
                weight.dim(3),
                form.stride.width(),
                form.padding.width(),
                form.dilation.width(),
                y.dim(3)));
    int out = y.dim(1);
    this.outs = out / groups;
    this.patch = window.channels() / groups * window.taps();
    this.places = window.places();
    this.imageSize = window.channels() * window.pixels();
    this.mapSize = out * places;
    this.depthwise = groups > 1 && groups == window.channels();
    this.fast = Convolution.of(window, images, out, groups);
  }

  /** Adds the maps of images x to y. */
  void slide(Tensor x, Tensor weight, Tensor y) {
    slide(x, weight, null, null, true, y.array(), y.offset());
  }

  /**
   * Writes the maps of images x, which start with their bias if there is one.
   *
   * @param epilogue what is done with their numbers, wherever these stand, or {@code null}
   */
  void slide(
      Tensor x,
      Tensor weight,
      @Nullable Tensor bias,
      @Nullable Epilogue epilogue,
      float[] y,
      int yo) {
    slide(x, weight, bias, epilogue, false, y, yo);
  }

  private void slide(
      Tensor x,
      Tensor weight,
      @Nullable Tensor bias,
      @Nullable Epilogue epilogue,
      boolean add,
      float[] to,
      int yo) {
    float[] from = x.array();
    float[] w = weight.array();
    int xo = x.offset();
    int wo = weight.offset();
    float[] b = bias == null ? null : bias.array();
    int bo = bias == null ? 0 : bias.offset();
    if (fast != null) {
      fast.slide(images, from, xo, w, wo, b, bo, epilogue, add, to, yo);
      return;
    }
    Parallel.chunks(
        images,
        1,
        (i, end) -> {
          int image = xo + i * imageSize;
          int map = yo + i * mapSize;
          if (b != null) {
            for (int o = 0; o < groups * outs; o++) {
              Arrays.fill(to, map + o * places, map + (o + 1) * places, b[bo + o]);
            }
          }
          slideImage(from, image, w, wo, add || b != null, to, map);
          if (epilogue != null) {
            finish(epilogue, to, map);
          }
        });
  }

  /** Finishes one image's maps; large ones are shared out, where they are not already. */
  private void finish(Epilogue epilogue, float[] y, int map) {
    if (mapSize <= Unary.GRAIN) {
      // Without a lambda: there may be many images.
      epilogue.finish(mapSize, y, map);
      return;
    }
    Parallel.chunks(mapSize, Unary.GRAIN, (from, to) -> epilogue.finish(to - from, y, map + from));
  }

  /** The maps of one image. */
  private void slideImage(
      float[] x, int image, float[] w, int wo, boolean add, float[] y, int map) {
    if (depthwise) {
      if (!add) {
        Arrays.fill(y, map, map + mapSize, 0f);
      }
      for (int o = 0; o < groups * outs; o++) {
        int plane = image + o / outs * window.pixels();
        IMAGES.slidePlane(window, x, plane, w, wo + o * patch, y, map + o * places);
      }
      return;
    }
    float[] columns = columns(x, image);
    int at = window.pointwise() ? image : 0;
    for (int g = 0; g < groups; g++) {
      GEMM.multiply(
          false,
          false,
          outs,
          places,
          patch,
          w,
          wo + g * outs * patch,
          patch,
          columns,
          at + g * patch * places,
          places,
          add,
          y,
          map + g * outs * places,
          places);
    }
  }

  /** Images dx from maps dy by the filters, transposed; adds to what is there if {@code add}. */
  void spread(Tensor dy, Tensor weight, boolean add, Tensor dx) {
    float[] from = dy.array();
    float[] w = weight.array();
    float[] to = dx.array();
    int dyo = dy.offset();
    int wo = weight.offset();
    int dxo = dx.offset();
    if (fast != null) {
      fast.spread(images, from, dyo, w, wo, add, to, dxo);
      return;
    }
    boolean direct = window.pointwise();
    Parallel.chunks(
        images,
        1,
        (i, end) -> {
          int image = dxo + i * imageSize;
          int map = dyo + i * mapSize;
          if (!add && !(direct && !depthwise)) {
            Arrays.fill(to, image, image + imageSize, 0f);
          }
          if (depthwise) {
            for (int o = 0; o < groups * outs; o++) {
              int plane = image + o / outs * window.pixels();
              IMAGES.spreadPlane(window, from, map + o * places, w, wo + o * patch, to, plane);
            }
            return;
          }
          float[] columns = direct ? to : Scratch.COLUMNS.floats(groups * patch * places);
          int at = direct ? image : 0;
          for (int g = 0; g < groups; g++) {
            GEMM.multiply(
                true,
                false,
                patch,
                places,
                outs,
                w,
                wo + g * outs * patch,
                patch,
                from,
                map + g * outs * places,
                places,
                direct && add,
                columns,
                at + g * patch * places,
                places);
          }
          if (!direct) {
            IMAGES.addPatches(window, columns, 0, to, image);
          }
        });
  }

  /**
   * Adds to dw the gradient of filters between images x and maps dy. It is added up within fixed
   * groups of images, and the groups in order.
   */
  void addWeightGradient(Tensor x, Tensor dy, Tensor dw) {
    float[] from = x.array();
    float[] slope = dy.array();
    int xo = x.offset();
    int dyo = dy.offset();
    if (fast != null) {
      fast.addGradient(images, from, xo, slope, dyo, dw.array(), dw.offset());
      return;
    }
    int size = dw.size();
    int parts = (images + TOGETHER - 1) / TOGETHER;
    float[] partial = Scratch.PARTIAL.floats(Math.multiplyExact(parts, size));
    Parallel.chunks(
        images,
        TOGETHER,
        (first, end) -> {
          int part = first / TOGETHER * size;
          Arrays.fill(partial, part, part + size, 0f);
          for (int i = first; i < end; i++) {
            addImage(from, xo + i * imageSize, slope, dyo + i * mapSize, partial, part);
          }
        });
    for (int part = 0; part < parts; part++) {
      POINTWISE.addScaled(size, 1, partial, part * size, dw.array(), dw.offset());
    }
  }

  /** dw += the gradient that one image gives. */
  private void addImage(float[] x, int image, float[] dy, int map, float[] dw, int dwo) {
    if (depthwise) {
      for (int o = 0; o < groups * outs; o++) {
        int plane = image + o / outs * window.pixels();
        IMAGES.planeGradient(window, x, plane, dy, map + o * places, dw, dwo + o * patch);
      }
      return;
    }
    float[] columns = columns(x, image);
    int at = window.pointwise() ? image : 0;
    for (int g = 0; g < groups; g++) {
      GEMM.multiply(
          false,
          true,
          outs,
          patch,
          places,
          dy,
          map + g * outs * places,
          places,
          columns,
          at + g * patch * places,
          places,
          true,
          dw,
          dwo + g * outs * patch,
          patch);
    }
  }

  /** The patches of the image that starts here. */
  private float[] columns(float[] x, int image) {
    if (window.pointwise()) {
      return x;
    }
    float[] columns = Scratch.COLUMNS.floats(groups * patch * places);
    IMAGES.patches(window, x, image, columns, 0);
    return columns;
  }
}
