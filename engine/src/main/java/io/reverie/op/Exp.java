package io.reverie.op;

import static io.reverie.kernel.Kernels.POINTWISE;

/** The exponential: y = eˣ, whose derivative is y itself. */
public record Exp() implements Unary {
  @Override
  public void map(int n, float[] x, int xo, float[] y, int yo) {
    POINTWISE.exp(n, x, xo, y, yo);
  }

  @Override
  public void gradient(
      int n, float[] x, int xo, float[] y, int yo, float[] dy, int dyo, float[] dx, int dxo) {
    POINTWISE.addProduct(n, y, yo, dy, dyo, dx, dxo);
  }

  @Override
  public boolean fromOutput() {
    return true;
  }
}
