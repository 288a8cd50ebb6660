package io.reverie.op;

import static io.reverie.kernel.Kernels.PIECEWISE;

/** The leaky rectifier: x where x > 0, slope · x elsewhere (Maas, Hannun &amp; Ng 2013). */
public record LeakyRelu(float slope) implements Unary {
  @Override
  public void map(int n, float[] x, int xo, float[] y, int yo) {
    PIECEWISE.leakyRelu(n, slope, x, xo, y, yo);
  }

  @Override
  public void gradient(
      int n, float[] x, int xo, float[] y, int yo, float[] dy, int dyo, float[] dx, int dxo) {
    PIECEWISE.leakyReluGradient(n, slope, x, xo, dy, dyo, dx, dxo);
  }
}
