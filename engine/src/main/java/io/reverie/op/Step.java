package io.reverie.op;

import static io.reverie.kernel.Kernels.SELECTION;

/**
 * The threshold of a neuron that fires or does not: 1 where x ≥ 0, 0 elsewhere (McCulloch &amp;
 * Pitts 1943). Its slope is 0; what flows back is the surrogate's.
 */
public record Step(Surrogate surrogate) implements Unary {
  @Override
  public void map(int n, float[] x, int xo, float[] y, int yo) {
    SELECTION.step(n, x, xo, y, yo);
  }

  @Override
  public void gradient(
      int n, float[] x, int xo, float[] y, int yo, float[] dy, int dyo, float[] dx, int dxo) {
    surrogate.gradient(n, x, xo, dy, dyo, dx, dxo);
  }
}
