package io.reverie.kernel;

/** Kernels that pool one plane of an image, as their plain definitions. */
public class Pools {
  /**
   * The largest number that each place sees, and where on the plane it stands (the first of
   * equals). NaN counts as largest. A place that sees nothing has −∞, from −1.
   */
  public void max(
      Spans ys, Spans xs, float[] x, int xo, float[] y, int yo, int[] places, int placesAt) {
    int width = xs.from.length;
    for (int oy = 0; oy < ys.from.length; oy++) {
      int out = oy * width;
      maxOfRow(ys, xs, oy, 0, width, x, xo, y, yo + out, places, placesAt + out);
    }
  }

  /** Places {@code first} to {@code end} of row {@code oy}, which begins at yo and placesAt. */
  static void maxOfRow(
      Spans ys,
      Spans xs,
      int oy,
      int first,
      int end,
      float[] x,
      int xo,
      float[] y,
      int yo,
      int[] places,
      int placesAt) {
    for (int ox = first; ox < end; ox++) {
      int best = -1;
      float max = Float.NEGATIVE_INFINITY;
      for (int iy = ys.from[oy]; iy < ys.to[oy]; iy += ys.step) {
        int line = iy * xs.length;
        for (int ix = xs.from[ox]; ix < xs.to[ox]; ix += xs.step) {
          float value = x[xo + line + ix];
          if (best < 0 || value > max || Float.isNaN(value) && !Float.isNaN(max)) {
            best = line + ix;
            max = value;
          }
        }
      }
      y[yo + ox] = max;
      places[placesAt + ox] = best;
    }
  }

  /** dx += dy at the places where the largest numbers stood: the gradient of {@link #max}. */
  public void maxGradient(int n, float[] dy, int dyo, int[] places, int po, float[] dx, int dxo) {
    for (int i = 0; i < n; i++) {
      int place = places[po + i];
      if (place >= 0) {
        dx[dxo + place] += dy[dyo + i];
      }
    }
  }

  /** The sum of what each place sees, divided by what counts there. */
  public void average(Spans ys, Spans xs, float[] x, int xo, float[] y, int yo) {
    int out = yo;
    for (int oy = 0; oy < ys.from.length; oy++) {
      for (int ox = 0; ox < xs.from.length; ox++, out++) {
        double sum = 0;
        for (int iy = ys.from[oy]; iy < ys.to[oy]; iy++) {
          int line = xo + iy * xs.length;
          for (int ix = xs.from[ox]; ix < xs.to[ox]; ix++) {
            sum += x[line + ix];
          }
        }
        y[out] = (float) (sum / ((double) ys.counted[oy] * xs.counted[ox]));
      }
    }
  }

  /** dx += dy / what counts, wherever a place sees: the gradient of {@link #average}. */
  public void averageGradient(Spans ys, Spans xs, float[] dy, int dyo, float[] dx, int dxo) {
    int out = dyo;
    for (int oy = 0; oy < ys.from.length; oy++) {
      for (int ox = 0; ox < xs.from.length; ox++, out++) {
        float share = (float) (dy[out] / ((double) ys.counted[oy] * xs.counted[ox]));
        for (int iy = ys.from[oy]; iy < ys.to[oy]; iy++) {
          int line = dxo + iy * xs.length;
          for (int ix = xs.from[ox]; ix < xs.to[ox]; ix++) {
            dx[line + ix] += share;
          }
        }
      }
    }
  }
}
