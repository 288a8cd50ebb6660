package io.reverie.op;

import static io.reverie.kernel.Kernels.NONLINEAR;

/** The smooth rectifier: y = ln(1 + e^(beta·x)) / beta, and x itself where beta · x > threshold. */
public record Softplus(float beta, float threshold) implements Unary {
  /** Checks that beta is not 0. */
  public Softplus {
    if (beta == 0 || Float.isNaN(beta)) {
      throw new IllegalArgumentException("softplus with beta = " + beta + ": it is divided by");
    }
  }

  @Override
  public void map(int n, float[] x, int xo, float[] y, int yo) {
    NONLINEAR.softplus(n, beta, threshold, x, xo, y, yo);
  }

  @Override
  public void gradient(
      int n, float[] x, int xo, float[] y, int yo, float[] dy, int dyo, float[] dx, int dxo) {
    NONLINEAR.softplusGradient(n, beta, threshold, x, xo, dy, dyo, dx, dxo);
  }
}
