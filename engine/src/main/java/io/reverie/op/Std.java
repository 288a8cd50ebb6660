package io.reverie.op;

import static io.reverie.kernel.Kernels.FOLDS;

/**
 * The standard deviation along axes {@code from} (inclusive) to {@code to} (exclusive), which
 * vanish: the root of {@link Var}.
 *
 * <p>Not √ after Var, whose slope at 0 is infinite: where all numbers are equal the gradient is 0.
 *
 * @param correction what is taken off the number of elements, which never falls below 0
 */
public record Std(int correction, int from, int to) implements Fold {
  @Override
  public void reduce(int count, int length, int step, float[] x, int xo, float[] y, int yo) {
    FOLDS.variance(count, length, step, freedom(length), x, xo, y, yo);
    for (int i = yo; i < yo + count; i++) {
      y[i] = (float) Math.sqrt(y[i]);
    }
  }

  @Override
  public void gradient(
      int count,
      int length,
      int step,
      float[] x,
      int xo,
      float[] y,
      int yo,
      float[] dy,
      int dyo,
      float[] dx,
      int dxo) {
    float[] arriving = new float[count];
    for (int i = 0; i < arriving.length; i++) {
      arriving[i] = y[yo + i] == 0 ? 0 : dy[dyo + i] / (2 * y[yo + i]);
    }
    FOLDS.varianceGradient(count, length, step, freedom(length), x, xo, arriving, 0, dx, dxo);
  }

  private double freedom(int length) {
    return Math.max(0, length - correction);
  }
}
