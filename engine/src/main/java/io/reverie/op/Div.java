package io.reverie.op;

import static io.reverie.kernel.Kernels.POINTWISE;

/** The quotient: y = a / b, by IEEE's rules where b is 0; ∂y/∂b = −a / b². */
public record Div() implements Binary {
  @Override
  public void map(int n, float[] a, int ao, int as, float[] b, int bo, int bs, float[] y, int yo) {
    POINTWISE.divide(n, a, ao, as, b, bo, bs, y, yo);
  }

  @Override
  public void partialA(
      int n,
      float[] dy,
      int dyo,
      float[] a,
      int ao,
      int as,
      float[] b,
      int bo,
      int bs,
      float[] t,
      int to) {
    POINTWISE.divide(n, dy, dyo, 1, b, bo, bs, t, to);
  }

  @Override
  public void partialB(
      int n,
      float[] dy,
      int dyo,
      float[] a,
      int ao,
      int as,
      float[] b,
      int bo,
      int bs,
      float[] t,
      int to) {
    POINTWISE.multiply(n, dy, dyo, 1, a, ao, as, t, to);
    POINTWISE.divide(n, t, to, 1, b, bo, bs, t, to);
    POINTWISE.divide(n, t, to, 1, b, bo, bs, t, to);
    POINTWISE.affine(n, -1, 0, t, to, t, to);
  }
}
