package io.reverie.op;

import static io.reverie.kernel.Kernels.NONLINEAR;

/**
 * The self-normalising ELU: λ·x where x > 0, λα·(eˣ − 1) elsewhere, with the two constants that
 * keep mean 0 and variance 1 (Klambauer et al. 2017).
 */
public record Selu() implements Unary {
  static final float ALPHA = 1.6732632423543772848f;
  static final float SCALE = 1.0507009873554804934f;

  @Override
  public void map(int n, float[] x, int xo, float[] y, int yo) {
    NONLINEAR.elu(n, SCALE, ALPHA, 1, x, xo, y, yo);
  }

  @Override
  public void gradient(
      int n, float[] x, int xo, float[] y, int yo, float[] dy, int dyo, float[] dx, int dxo) {
    NONLINEAR.eluGradient(n, SCALE, ALPHA, 1, x, xo, dy, dyo, dx, dxo);
  }
}
