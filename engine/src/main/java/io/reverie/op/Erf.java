package io.reverie.op;

import static io.reverie.kernel.Kernels.ELEMENTARY;

/** The error function: y = 2/√π · ∫₀ˣ e^−t² dt, with derivative 2/√π · e^−x². */
public record Erf() implements Unary {
  @Override
  public void map(int n, float[] x, int xo, float[] y, int yo) {
    ELEMENTARY.erf(n, x, xo, y, yo);
  }

  @Override
  public void gradient(
      int n, float[] x, int xo, float[] y, int yo, float[] dy, int dyo, float[] dx, int dxo) {
    ELEMENTARY.erfGradient(n, x, xo, dy, dyo, dx, dxo);
  }
}
