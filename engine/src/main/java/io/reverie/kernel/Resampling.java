package io.reverie.kernel;

/**
 * Kernels that read one plane of an image at other places: padding and resizing.
 *
 * <p>A map names for each place of an output axis the pixel it shows; −1 shows 0.
 */
public class Resampling {
  /** y = x with its rows and columns chosen by two maps. */
  public void gather(int[] rows, int[] cols, int width, float[] x, int xo, float[] y, int yo) {
    int out = yo;
    for (int row : rows) {
      int line = xo + row * width;
      for (int col : cols) {
        y[out++] = row < 0 || col < 0 ? 0 : x[line + col];
      }
    }
  }

  /** dx += dy at the pixels that were shown: the gradient of {@link #gather}. */
  public void scatter(int[] rows, int[] cols, int width, float[] dy, int dyo, float[] dx, int dxo) {
    int out = dyo;
    for (int row : rows) {
      int line = dxo + row * width;
      for (int col : cols) {
        if (row >= 0 && col >= 0) {
          dx[line + col] += dy[out];
        }
        out++;
      }
    }
  }

  /** y = x read between its pixels: first along rows, then between two rows. */
  public void interpolate(Taps ys, Taps xs, float[] x, int xo, float[] y, int yo) {
    int out = yo;
    for (int oy = 0; oy < ys.low.length; oy++) {
      int above = xo + ys.low[oy] * xs.length;
      int below = xo + ys.high[oy] * xs.length;
      float down = ys.share[oy];
      for (int ox = 0; ox < xs.low.length; ox++) {
        int left = xs.low[ox];
        int right = xs.high[ox];
        float t = xs.share[ox];
        float top = (1 - t) * x[above + left] + t * x[above + right];
        float bottom = (1 - t) * x[below + left] + t * x[below + right];
        y[out++] = (1 - down) * top + down * bottom;
      }
    }
  }

  /** dx += dy shared out among the four pixels read: the gradient of {@link #interpolate}. */
  public void interpolateGradient(Taps ys, Taps xs, float[] dy, int dyo, float[] dx, int dxo) {
    int out = dyo;
    for (int oy = 0; oy < ys.low.length; oy++) {
      int above = dxo + ys.low[oy] * xs.length;
      int below = dxo + ys.high[oy] * xs.length;
      for (int ox = 0; ox < xs.low.length; ox++) {
        int left = xs.low[ox];
        int right = xs.high[ox];
        float t = xs.share[ox];
        float bottom = ys.share[oy] * dy[out];
        float top = dy[out++] - bottom;
        dx[above + left] += (1 - t) * top;
        dx[above + right] += t * top;
        dx[below + left] += (1 - t) * bottom;
        dx[below + right] += t * bottom;
      }
    }
  }
}
