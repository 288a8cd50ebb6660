package io.reverie.kernel;

import io.reverie.tensor.Nullable;

/**
 * A fast way for the three products of convolution, where there is one for a geometry.
 *
 * <p>Filters W {@code [out, channels/groups, kh, kw]} stand between images {@code [n, channels,
 * height, width]} and maps {@code [n, out, oh, ow]}, all dense.
 */
public interface Convolution {
  /**
   * Maps y of images x; starts them with their bias if there is one, or adds to what is there.
   *
   * @param epilogue what is done with the maps' numbers, where they happen to stand before they go
   *     to y, or {@code null} for nothing; nothing where maps add to what is there
   */
  void slide(
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
      int yo);

  /** Images dx from maps dy by the filters, transposed; or adds them to what is there. */
  void spread(
      int images, float[] dy, int dyo, float[] weight, int wo, boolean add, float[] dx, int dxo);

  /** dw += the gradient of the filters between images x and maps dy. */
  void addGradient(int images, float[] x, int xo, float[] dy, int dyo, float[] dw, int dwo);

  /**
   * The fastest way for this geometry, or {@code null} where that is filters times the patches of a
   * whole image: 1×1 side by side, where these are the image itself; groups of many channels; and
   * maps of a few places.
   */
  static @Nullable Convolution of(Window window, int images, int out, int groups) {
    if (!Kernels.simd() || images == 0) {
      return null;
    }
    if (groups > 1 && groups == window.channels()) {
      return new VectorDepthwise(window, out / groups);
    }
    if (window.pointwise()) {
      return null;
    }
    if (groups == 1 && VectorWinograd.suits(window, images, out)) {
      return new VectorWinograd(window, out);
    }
    if (groups == 1 && VectorSliding.suits(window, out)) {
      return new VectorSliding(window, out);
    }
    return VectorPatches.suits(window, groups) ? new VectorPatches(window, out, groups) : null;
  }
}
