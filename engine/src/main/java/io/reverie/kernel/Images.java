package io.reverie.kernel;

import java.util.Arrays;

/**
 * Kernels of filters that slide over images.
 *
 * <p>An image is {@code [channels, height, width]}, dense. A patch is what a filter sees at one
 * place; {@code patches} lays them out as a matrix {@code [channels·kh·kw, oh·ow]}, so that
 * convolution is a matrix product (Chellapilla, Puri &amp; Simard 2006). Where each filter sees one
 * plane only there is nothing to multiply, and the filter is moved over the plane tap by tap.
 */
public class Images {
  /** Lays the patches of the image x out as columns; padding is 0. */
  public void patches(Window w, float[] x, int xo, float[] columns, int co) {
    int row = co;
    for (int c = 0; c < w.channels(); c++) {
      for (int ky = 0; ky < w.y().kernel(); ky++) {
        for (int kx = 0; kx < w.x().kernel(); kx++) {
          tapPatches(w, ky, kx, x, xo + c * w.pixels(), columns, row);
          row += w.places();
        }
      }
    }
  }

  /** What one tap sees at all places of a plane. */
  private static void tapPatches(
      Window w, int ky, int kx, float[] x, int xo, float[] columns, int co) {
    int width = w.x().places();
    int stride = w.x().stride();
    int from = w.x().first(kx);
    int to = w.x().end(kx);
    for (int y = 0; y < w.y().places(); y++) {
      int row = co + y * width;
      int iy = y * w.y().stride() + w.y().shift(ky);
      if (iy < 0 || iy >= w.y().length()) {
        Arrays.fill(columns, row, row + width, 0f);
        continue;
      }
      int line = xo + iy * w.x().length() + w.x().shift(kx);
      Arrays.fill(columns, row, row + from, 0f);
      if (stride == 1) {
        System.arraycopy(x, line + from, columns, row + from, to - from);
      } else {
        for (int i = from; i < to; i++) {
          columns[row + i] = x[line + i * stride];
        }
      }
      Arrays.fill(columns, row + to, row + width, 0f);
    }
  }

  /** Adds columns back to the image places they came from: the gradient of {@link #patches}. */
  public void addPatches(Window w, float[] columns, int co, float[] dx, int dxo) {
    int row = co;
    for (int c = 0; c < w.channels(); c++) {
      for (int ky = 0; ky < w.y().kernel(); ky++) {
        for (int kx = 0; kx < w.x().kernel(); kx++) {
          spreadTap(w, ky, kx, 1, columns, row, dx, dxo + c * w.pixels());
          row += w.places();
        }
      }
    }
  }

  /** dx += factor · dy, each place's number at the pixel that one tap sees from there. */
  private static void spreadTap(
      Window w, int ky, int kx, float factor, float[] dy, int dyo, float[] dx, int dxo) {
    int stride = w.x().stride();
    int from = w.x().first(kx);
    int to = w.x().end(kx);
    for (int y = w.y().first(ky); y < w.y().end(ky); y++) {
      int row = dyo + y * w.x().places();
      int iy = y * w.y().stride() + w.y().shift(ky);
      int line = dxo + iy * w.x().length() + w.x().shift(kx);
      if (stride == 1) {
        Kernels.POINTWISE.addScaled(to - from, factor, dy, row + from, dx, line + from);
      } else {
        for (int i = from; i < to; i++) {
          dx[line + i * stride] += factor * dy[row + i];
        }
      }
    }
  }

  /** y += one filter moved over one plane x. */
  public void slidePlane(Window w, float[] x, int xo, float[] filter, int fo, float[] y, int yo) {
    int stride = w.x().stride();
    for (int ky = 0; ky < w.y().kernel(); ky++) {
      for (int kx = 0; kx < w.x().kernel(); kx++) {
        float factor = filter[fo + ky * w.x().kernel() + kx];
        int from = w.x().first(kx);
        int to = w.x().end(kx);
        for (int oy = w.y().first(ky); oy < w.y().end(ky); oy++) {
          int row = yo + oy * w.x().places();
          int iy = oy * w.y().stride() + w.y().shift(ky);
          int line = xo + iy * w.x().length() + w.x().shift(kx);
          if (stride == 1) {
            Kernels.POINTWISE.addScaled(to - from, factor, x, line + from, y, row + from);
          } else {
            for (int i = from; i < to; i++) {
              y[row + i] += factor * x[line + i * stride];
            }
          }
        }
      }
    }
  }

  /** dx += the gradient of {@link #slidePlane} with respect to the plane. */
  public void spreadPlane(
      Window w, float[] dy, int dyo, float[] filter, int fo, float[] dx, int dxo) {
    for (int ky = 0; ky < w.y().kernel(); ky++) {
      for (int kx = 0; kx < w.x().kernel(); kx++) {
        float factor = filter[fo + ky * w.x().kernel() + kx];
        spreadTap(w, ky, kx, factor, dy, dyo, dx, dxo);
      }
    }
  }

  /** df += the gradient of {@link #slidePlane} with respect to the filter. */
  public void planeGradient(Window w, float[] x, int xo, float[] dy, int dyo, float[] df, int dfo) {
    int stride = w.x().stride();
    for (int ky = 0; ky < w.y().kernel(); ky++) {
      for (int kx = 0; kx < w.x().kernel(); kx++) {
        int from = w.x().first(kx);
        int to = w.x().end(kx);
        double sum = 0;
        for (int oy = w.y().first(ky); oy < w.y().end(ky); oy++) {
          int row = dyo + oy * w.x().places();
          int iy = oy * w.y().stride() + w.y().shift(ky);
          int line = xo + iy * w.x().length() + w.x().shift(kx);
          if (stride == 1) {
            sum += Kernels.POINTWISE.dot(to - from, x, line + from, dy, row + from);
          } else {
            for (int i = from; i < to; i++) {
              sum += (double) x[line + i * stride] * dy[row + i];
            }
          }
        }
        df[dfo + ky * w.x().kernel() + kx] += (float) sum;
      }
    }
  }
}
