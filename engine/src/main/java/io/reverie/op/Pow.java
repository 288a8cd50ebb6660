package io.reverie.op;

import static io.reverie.kernel.Kernels.ELEMENTARY;

/** a to the power of b: ∂y/∂a = b · a^(b − 1) and ∂y/∂b = y · ln a. */
public record Pow() implements Binary {
  @Override
  public void map(int n, float[] a, int ao, int as, float[] b, int bo, int bs, float[] y, int yo) {
    ELEMENTARY.pow(n, a, ao, as, b, bo, bs, y, yo);
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
    ELEMENTARY.powByBase(n, dy, dyo, a, ao, as, b, bo, bs, t, to);
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
    ELEMENTARY.powByExponent(n, dy, dyo, a, ao, as, b, bo, bs, t, to);
  }
}
