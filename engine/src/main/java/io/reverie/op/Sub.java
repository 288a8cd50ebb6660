package io.reverie.op;

import static io.reverie.kernel.Kernels.POINTWISE;

/** The difference: y = a − b. */
public record Sub() implements Binary {
  @Override
  public void map(int n, float[] a, int ao, int as, float[] b, int bo, int bs, float[] y, int yo) {
    POINTWISE.subtract(n, a, ao, as, b, bo, bs, y, yo);
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
    System.arraycopy(dy, dyo, t, to, n);
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
    POINTWISE.affine(n, -1, 0, dy, dyo, t, to);
  }
}
