package io.reverie.op;

import static io.reverie.kernel.Kernels.POINTWISE;

/** The rectifier: y = max(x, 0); the gradient passes where x > 0 (Nair &amp; Hinton 2010). */
public record Relu() implements Unary {
  @Override
  public void map(int n, float[] x, int xo, float[] y, int yo) {
    POINTWISE.relu(n, x, xo, y, yo);
  }

  @Override
  public void gradient(
      int n, float[] x, int xo, float[] y, int yo, float[] dy, int dyo, float[] dx, int dxo) {
    POINTWISE.reluGradient(n, y, yo, dy, dyo, dx, dxo);
  }

  @Override
  public boolean fromOutput() {
    return true;
  }
}
