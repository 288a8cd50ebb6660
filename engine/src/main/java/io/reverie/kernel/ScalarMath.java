package io.reverie.kernel;

/** Functions of one number that {@link Math} lacks: the definitions beside {@link VectorMath}. */
final class ScalarMath {
  private ScalarMath() {}

  /** 1 / (1 + e⁻ˣ). */
  static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }

  /** ln(1 + eˣ), without overflow. */
  static double softplus(double x) {
    return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
  }

  /** The normal distribution function: (1 + erf(x/√2)) / 2. */
  static double normal(double x) {
    return 0.5 * (1 + erf(x * Math.sqrt(0.5)));
  }

  /** erf x to a float's precision: a polynomial up to 0.93, 1 − e^q(x) beyond (N. Juffa's erff). */
  static double erf(double x) {
    double t = Math.abs(x);
    double s = t * t;
    if (t > 4) {
      return Math.signum(x);
    }
    if (t > 0.927734375) {
      double q = -1.72853470e-5 * t + 3.83197126e-4;
      q = q * s + (-3.88396438e-3 * t + 2.42546219e-2);
      q = (q * t - 1.06777877e-1) * t - 6.34846687e-1;
      q = (q * t - 1.28717512e-1) * t - t;
      return Math.copySign(1 - Math.exp(q), x);
    }
    double p = (-5.96761703e-4 * s + 4.99119423e-3) * s - 2.67681349e-2;
    p = ((p * s + 1.12819925e-1) * s - 3.76125336e-1) * s + 1.28379166e-1;
    return p * x + x;
  }
}
