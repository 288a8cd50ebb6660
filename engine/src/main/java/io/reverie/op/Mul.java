package io.reverie.op;

import static io.reverie.kernel.Kernels.POINTWISE;

/** The product, element by element: y = a · b. */
public record Mul() implements Binary {
  @Override
  public void map(int n, float[] a, int ao, int as, float[] b, int bo, int bs, float[] y, int yo) {
    POINTWISE.multiply(n, a, ao, as, b, bo, bs, y, yo);
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
    POINTWISE.multiply(n, dy, dyo, 1, b, bo, bs, t, to);
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
  }
}
