package io.reverie.sleep.evaluate;

/** The normal and Student's t distribution, to about 14 digits. */
final class Distributions {
  private static final double FAR = 8.2;

  private Distributions() {}

  /** Φ(x), by the series of Marsaglia 2004, "Evaluating the normal distribution". */
  static double normal(double x) {
    if (x < -FAR || x > FAR) {
      return x < 0 ? 0 : 1;
    }
    double term = x;
    double sum = x;
    for (int i = 3; sum + term != sum; i += 2) {
      term *= x * x / i;
      sum += term;
    }
    return 0.5 + sum * Math.exp(-0.5 * x * x) / Math.sqrt(2 * Math.PI);
  }

  /** Where Φ is p, by bisection; infinite at 0 and 1. */
  static double normalQuantile(double p) {
    if (p <= 0 || p >= 1) {
      return p <= 0 ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
    }
    double low = -FAR;
    double high = FAR;
    for (int i = 0; i < 60; i++) {
      double middle = (low + high) / 2;
      if (normal(middle) < p) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return (low + high) / 2;
  }

  /** The probability that Student's t with so many degrees of freedom is larger than this. */
  static double studentAbove(double t, double freedom) {
    double tail = 0.5 * incompleteBeta(freedom / 2, 0.5, freedom / (freedom + t * t));
    return t > 0 ? tail : 1 - tail;
  }

  /**
   * The regularised incomplete beta function I_x(a, b) for b = ½, by Lentz's continued fraction.
   */
  private static double incompleteBeta(double a, double b, double x) {
    if (x <= 0 || x >= 1) {
      return x <= 0 ? 0 : 1;
    }
    double front = Math.exp(logBetaHalf(a) + a * Math.log(x) + b * Math.log1p(-x));
    return x < (a + 1) / (a + b + 2)
        ? front * fraction(a, b, x) / a
        : 1 - front * fraction(b, a, 1 - x) / b;
  }

  /** −log B(a, ½), from Γ(a + ½) / (Γ(a) √π) for a a multiple of ½ or large. */
  private static double logBetaHalf(double a) {
    // Γ(a + ½)/Γ(a) = ((a + ½ … )/(a …)): shift up until the asymptotic series is exact.
    double log = 0;
    double shifted = a;
    while (shifted < 30) {
      log -= Math.log((shifted + 0.5) / shifted);
      shifted++;
    }
    double r = 1 / shifted;
    double series =
        1
            + r
                * (-1.0 / 8
                    + r
                        * (1.0 / 128
                            + r
                                * (5.0 / 1024
                                    + r
                                        * (-21.0 / 32768
                                            + r * (-399.0 / 262144 + r * (869.0 / 4194304))))));
    return log + 0.5 * Math.log(shifted) + Math.log(series) - 0.5 * Math.log(Math.PI);
  }

  private static double fraction(double a, double b, double x) {
    double tiny = 1e-300;
    double c = 1;
    double d = 1 / nonzero(1 - (a + b) * x / (a + 1), tiny);
    double h = d;
    for (int m = 1; m < 1000; m++) {
      double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
      d = 1 / nonzero(1 + even * d, tiny);
      c = nonzero(1 + even / c, tiny);
      h *= d * c;
      double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
      d = 1 / nonzero(1 + odd * d, tiny);
      c = nonzero(1 + odd / c, tiny);
      double change = d * c;
      h *= change;
      if (Math.abs(change - 1) < 1e-16) {
        break;
      }
    }
    return h;
  }

  private static double nonzero(double x, double tiny) {
    return Math.abs(x) < tiny ? tiny : x;
  }
}
