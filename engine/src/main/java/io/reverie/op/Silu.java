package io.reverie.op;

import static io.reverie.kernel.Kernels.NONLINEAR;

/** The sigmoid-weighted unit, also called swish: y = x · σ(x) (Elfwing, Uchibe &amp; Doya 2018). */
public record Silu() implements Unary {
  @Override
  public void map(int n, float[] x, int xo, float[] y, int yo) {
    NONLINEAR.silu(n, x, xo, y, yo);
  }

  @Override
  public void gradient(
      int n, float[] x, int xo, float[] y, int yo, float[] dy, int dyo, float[] dx, int dxo) {
    NONLINEAR.siluGradient(n, x, xo, dy, dyo, dx, dxo);
  }
}
