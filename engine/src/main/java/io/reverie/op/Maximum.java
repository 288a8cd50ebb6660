package io.reverie.op;

import static io.reverie.kernel.Kernels.SELECTION;

/** The larger of two; the gradient goes to it, and half to each of two equals. */
public record Maximum() implements Binary {
  @Override
  public void map(int n, float[] a, int ao, int as, float[] b, int bo, int bs, float[] y, int yo) {
    SELECTION.maximum(n, a, ao, as, b, bo, bs, y, yo);
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
    SELECTION.passLarger(n, dy, dyo, a, ao, as, b, bo, bs, t, to);
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
    SELECTION.passLarger(n, dy, dyo, b, bo, bs, a, ao, as, t, to);
  }
}
