package io.reverie.kernel;

import java.util.Arrays;

/**
 * Kernels on images: patches for convolution, and pooling.
 *
 * <p>An image is {@code [channels, height, width]}, dense. A patch is what a filter sees at one
 * place; {@code patches} lays them out as a matrix {@code [channels·kh·kw, oh·ow]}, so that
 * convolution is a matrix product (Chellapilla, Puri &amp; Simard 2006).
 */
public class Images {
  /** The geometry of a filter or pooling window that slides over an image. */
  public record Window(
      int channels,
      int height,
      int width,
      int kernelHeight,
      int kernelWidth,
      int stride,
      int padding,
      int dilation) {
    /** How many places there are from top to bottom. */
    public int outHeight() {
      return places(height, kernelHeight);
    }

    /** How many places there are from left to right. */
    public int outWidth() {
      return places(width, kernelWidth);
    }

    private int places(int length, int kernel) {
      int reach = dilation * (kernel - 1) + 1;
      return Math.floorDiv(length + 2 * padding - reach, stride) + 1;
    }
  }

  /** Lays the patches of the image x out as columns; padding is 0. */
  public void patches(Window w, float[] x, int xo, float[] columns, int co) {
    int oh = w.outHeight();
    int ow = w.outWidth();
    int row = co;
    for (int c = 0; c < w.channels; c++) {
      for (int ky = 0; ky < w.kernelHeight; ky++) {
        for (int kx = 0; kx < w.kernelWidth; kx++) {
          for (int y = 0; y < oh; y++, row += ow) {
            int iy = y * w.stride - w.padding + ky * w.dilation;
            if (iy < 0 || iy >= w.height) {
              Arrays.fill(columns, row, row + ow, 0f);
            } else {
              int line = xo + (c * w.height + iy) * w.width;
              copyLine(w, kx * w.dilation - w.padding, x, line, columns, row, ow);
            }
          }
        }
      }
    }
  }

  private static void copyLine(
      Window w, int shift, float[] x, int line, float[] columns, int row, int ow) {
    // The places whose pixel lies inside the line: the rest is padding.
    int from = Math.clamp(-Math.floorDiv(shift, w.stride), 0, ow);
    int to = Math.clamp(Math.floorDiv(w.width - 1 - shift, w.stride) + 1L, from, ow);
    Arrays.fill(columns, row, row + from, 0f);
    if (w.stride == 1) {
      System.arraycopy(x, line + from + shift, columns, row + from, to - from);
    } else {
      for (int i = from; i < to; i++) {
        columns[row + i] = x[line + i * w.stride + shift];
      }
    }
    Arrays.fill(columns, row + to, row + ow, 0f);
  }

  /** Adds columns back to the image places they came from: the gradient of {@link #patches}. */
  public void addPatches(Window w, float[] columns, int co, float[] dx, int dxo) {
    int oh = w.outHeight();
    int ow = w.outWidth();
    int row = co;
    for (int c = 0; c < w.channels; c++) {
      for (int ky = 0; ky < w.kernelHeight; ky++) {
        for (int kx = 0; kx < w.kernelWidth; kx++) {
          int shift = kx * w.dilation - w.padding;
          int from = Math.clamp(-Math.floorDiv(shift, w.stride), 0, ow);
          int to = Math.clamp(Math.floorDiv(w.width - 1 - shift, w.stride) + 1L, from, ow);
          for (int y = 0; y < oh; y++, row += ow) {
            int iy = y * w.stride - w.padding + ky * w.dilation;
            if (iy >= 0 && iy < w.height) {
              int line = dxo + (c * w.height + iy) * w.width + shift;
              for (int i = from; i < to; i++) {
                dx[line + i * w.stride] += columns[row + i];
              }
            }
          }
        }
      }
    }
  }

  /**
   * The largest number under the window at each place, and where in the image it stands (the first
   * of equals). Padding never wins; NaN does.
   */
  public void maxPool(Window w, float[] x, int xo, float[] y, int yo, int[] places, int placesAt) {
    int oh = w.outHeight();
    int ow = w.outWidth();
    int out = 0;
    for (int c = 0; c < w.channels; c++) {
      for (int oy = 0; oy < oh; oy++) {
        for (int ox = 0; ox < ow; ox++, out++) {
          int best = -1;
          float max = Float.NEGATIVE_INFINITY;
          for (int ky = 0; ky < w.kernelHeight; ky++) {
            int iy = oy * w.stride - w.padding + ky * w.dilation;
            for (int kx = 0; iy >= 0 && iy < w.height && kx < w.kernelWidth; kx++) {
              int ix = ox * w.stride - w.padding + kx * w.dilation;
              if (ix >= 0 && ix < w.width) {
                int place = (c * w.height + iy) * w.width + ix;
                float value = x[xo + place];
                if (best < 0 || value > max || Float.isNaN(value) && !Float.isNaN(max)) {
                  best = place;
                  max = value;
                }
              }
            }
          }
          y[yo + out] = max;
          places[placesAt + out] = best;
        }
      }
    }
  }
}
