package io.reverie.op;

import static io.reverie.kernel.Kernels.NONLINEAR;

/**
 * The exponential linear unit: x where x > 0, alpha · (eˣ − 1) elsewhere (Clevert, Unterthiner
 * &amp; Hochreiter 2016).
 */
public record Elu(float alpha) implements Unary {
  @Override
  public void map(int n, float[] x, int xo, float[] y, int yo) {
    NONLINEAR.elu(n, 1, alpha, 1, x, xo, y, yo);
  }

  @Override
  public void gradient(
      int n, float[] x, int xo, float[] y, int yo, float[] dy, int dyo, float[] dx, int dxo) {
    NONLINEAR.eluGradient(n, 1, alpha, 1, x, xo, dy, dyo, dx, dxo);
  }
}
