package io.reverie.op;

import static io.reverie.kernel.Kernels.PIECEWISE;

import io.reverie.tensor.Shape;

/**
 * The rectifier with a learned slope: a where a > 0, b · a elsewhere (He et al. 2015). The slopes b
 * must broadcast to the shape of a: {@code [channels, 1, 1]} for images.
 */
public record PRelu() implements Binary {
  @Override
  public Shape shape(Shape... in) {
    Shape x = in[0];
    Shape slope = in[1];
    boolean fits = slope.rank() <= x.rank();
    for (int i = 1; fits && i <= slope.rank(); i++) {
      fits = slope.dim(-i) == 1 || slope.dim(-i) == x.dim(-i);
    }
    if (!fits) {
      throw new IllegalArgumentException(
          "prelu of %s with slopes %s: one slope, or one a channel".formatted(x, slope));
    }
    return x;
  }

  @Override
  public void map(int n, float[] a, int ao, int as, float[] b, int bo, int bs, float[] y, int yo) {
    PIECEWISE.prelu(n, a, ao, as, b, bo, bs, y, yo);
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
    PIECEWISE.preluByInput(n, dy, dyo, a, ao, as, b, bo, bs, t, to);
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
    PIECEWISE.preluBySlope(n, dy, dyo, a, ao, as, t, to);
  }
}
