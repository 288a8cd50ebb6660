package io.reverie.op;

import static io.reverie.kernel.Kernels.PIECEWISE;

/** A tanh without exponentials: y = x / (1 + |x|), with derivative 1 / (1 + |x|)². */
public record Softsign() implements Unary {
  @Override
  public void map(int n, float[] x, int xo, float[] y, int yo) {
    PIECEWISE.softsign(n, x, xo, y, yo);
  }

  @Override
  public void gradient(
      int n, float[] x, int xo, float[] y, int yo, float[] dy, int dyo, float[] dx, int dxo) {
    PIECEWISE.softsignGradient(n, x, xo, dy, dyo, dx, dxo);
  }
}
