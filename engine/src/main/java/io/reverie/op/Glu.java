package io.reverie.op;

import static io.reverie.kernel.Kernels.NONLINEAR;

/** The gated linear unit: the first half times the sigmoid of the second (Dauphin et al. 2017). */
public record Glu(int axis) implements Gated {
  @Override
  public void map(int n, float[] a, int ao, float[] b, int bo, float[] y, int yo) {
    NONLINEAR.glu(n, a, ao, b, bo, y, yo);
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
    NONLINEAR.gluGradient(n, a, ao, b, bo, dy, dyo, da, dao, db, dbo);
  }
}
