package io.reverie.op;

import static io.reverie.kernel.Kernels.SELECTION;

/** a, but not below b. Unlike {@link Maximum}, all of the gradient of equals goes to a. */
public record AtLeast() implements Binary {
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
    SELECTION.passLessOrEqual(n, dy, dyo, b, bo, bs, a, ao, as, t, to);
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
    SELECTION.passLess(n, dy, dyo, a, ao, as, b, bo, bs, t, to);
  }
}
