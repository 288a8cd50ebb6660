package io.reverie.op;

import static io.reverie.kernel.Kernels.POINTWISE;

/** The way from a to b: y = a + weight · (b − a). */
public record Lerp(float weight) implements Binary {
  @Override
  public void map(int n, float[] a, int ao, int as, float[] b, int bo, int bs, float[] y, int yo) {
    POINTWISE.lerp(n, weight, a, ao, as, b, bo, bs, y, yo);
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
    POINTWISE.affine(n, 1 - weight, 0, dy, dyo, t, to);
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
    POINTWISE.affine(n, weight, 0, dy, dyo, t, to);
  }
}
