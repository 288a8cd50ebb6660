package io.reverie.op;

import static io.reverie.kernel.Kernels.NONLINEAR;

/** The SiLU-gated unit: silu(a) · b, with a the first half and b the second (Shazeer 2020). */
public record SwiGlu(int axis) implements Gated {
  @Override
  public void map(int n, float[] a, int ao, float[] b, int bo, float[] y, int yo) {
    NONLINEAR.swiGlu(n, a, ao, b, bo, y, yo);
  }

  @Override
  public void gradient(
      int n,
      float[] a,
      int ao,
      float[] b,
      int bo,
      float[] dy,
      int dyo,
      float[] da,
      int dao,
      float[] db,
      int dbo) {
    NONLINEAR.swiGluGradient(n, a, ao, b, bo, dy, dyo, da, dao, db, dbo);
  }
}
