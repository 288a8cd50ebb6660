package io.reverie.op;

import static io.reverie.kernel.Kernels.POINTWISE;

/** (x − t)², element by element. */
public record SquaredError(Reduction reduction) implements ElementLoss {
  @Override
  public void losses(int n, float[] x, int xo, float[] t, int to, float[] y, int yo) {
    POINTWISE.subtract(n, x, xo, 1, t, to, 1, y, yo);
    POINTWISE.square(n, y, yo, y, yo);
  }

  @Override
  public void slopes(int n, float[] x, int xo, float[] t, int to, float[] s, int so) {
    POINTWISE.subtract(n, x, xo, 1, t, to, 1, s, so);
    POINTWISE.affine(n, 2, 0, s, so, s, so);
  }

  @Override
  public void targetSlopes(int n, float[] x, int xo, float[] t, int to, float[] s, int so) {
    POINTWISE.subtract(n, x, xo, 1, t, to, 1, s, so);
    POINTWISE.affine(n, -2, 0, s, so, s, so);
  }
}
