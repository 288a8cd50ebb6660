package io.reverie.kernel;

/**
 * Slopes that stand in for that of a step, which has none, as their plain definitions.
 *
 * <p>All add to dx, from dy and the step's input x.
 */
public class Surrogates {
  static final float HALF_PI = (float) (Math.PI / 2);

  /** dx += dy · k·σ(kx)·(1 − σ(kx)), the derivative of σ(kx), with k the slope. */
  public void sigmoid(
      int n, float slope, float[] x, int xo, float[] dy, int dyo, float[] dx, int dxo) {
    for (int i = 0; i < n; i++) {
      float v = x[xo + i];
      float g = dy[dyo + i];
      dx[dxo + i] +=
          (float) (g * slope * ScalarMath.sigmoid(slope * v) * ScalarMath.sigmoid(-slope * v));
    }
  }

  /** dx += dy / (1 + k|x|)², with k the slope. */
  public void fastSigmoid(
      int n, float slope, float[] x, int xo, float[] dy, int dyo, float[] dx, int dxo) {
    for (int i = 0; i < n; i++) {
      float v = x[xo + i];
      float g = dy[dyo + i];
      dx[dxo + i] += g / ((1 + slope * Math.abs(v)) * (1 + slope * Math.abs(v)));
    }
  }

  /** dx += dy · α/2 / (1 + (πα/2 · x)²), the derivative of arctan(πα/2 · x)/π + 1/2. */
  public void arctan(
      int n, float alpha, float[] x, int xo, float[] dy, int dyo, float[] dx, int dxo) {
    for (int i = 0; i < n; i++) {
      float v = x[xo + i];
      float g = dy[dyo + i];
      dx[dxo + i] += g * (alpha / 2) / (1 + v * v * HALF_PI * HALF_PI * alpha * alpha);
    }
  }

  /** dx += dy · height · max(0, 1 − |x| / width). */
  public void triangle(
      int n,
      float height,
      float width,
      float[] x,
      int xo,
      float[] dy,
      int dyo,
      float[] dx,
      int dxo) {
    for (int i = 0; i < n; i++) {
      float v = x[xo + i];
      float g = dy[dyo + i];
      dx[dxo + i] += g * height * Math.max(0, 1 - Math.abs(v) / width);
    }
  }
}
