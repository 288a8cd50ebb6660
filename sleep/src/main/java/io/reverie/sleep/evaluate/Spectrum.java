package io.reverie.sleep.evaluate;

import java.util.Arrays;

/** The eigenvalues of a symmetric matrix by Jacobi's rotations. */
final class Spectrum {
  private static final int SWEEPS = 40;

  private Spectrum() {}

  /** The eigenvalues of an n × n matrix, which is used up, largest first. */
  static double[] of(double[] a, int n) {
    double whole = Arrays.stream(a).map(x -> x * x).sum();
    for (int sweep = 0; sweep < SWEEPS && outside(a, n) > 1e-24 * whole; sweep++) {
      for (int p = 0; p < n; p++) {
        for (int q = p + 1; q < n; q++) {
          if (a[p * n + q] != 0) {
            rotate(a, n, p, q);
          }
        }
      }
    }
    double[] values = new double[n];
    for (int i = 0; i < n; i++) {
      values[n - 1 - i] = a[i * n + i];
    }
    Arrays.sort(values);
    for (int i = 0; i < n / 2; i++) {
      double small = values[i];
      values[i] = values[n - 1 - i];
      values[n - 1 - i] = small;
    }
    return values;
  }

  private static double outside(double[] a, int n) {
    double sum = 0;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < i; j++) {
        sum += 2 * a[i * n + j] * a[i * n + j];
      }
    }
    return sum;
  }

  /** Turns the plane of axes p and q such that a[p, q] becomes 0. */
  private static void rotate(double[] a, int n, int p, int q) {
    double theta = (a[q * n + q] - a[p * n + p]) / (2 * a[p * n + q]);
    double t = Math.copySign(1, theta) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
    double c = 1 / Math.sqrt(t * t + 1);
    double s = t * c;
    for (int k = 0; k < n; k++) {
      double kp = a[k * n + p];
      double kq = a[k * n + q];
      a[k * n + p] = c * kp - s * kq;
      a[k * n + q] = s * kp + c * kq;
    }
    for (int k = 0; k < n; k++) {
      double pk = a[p * n + k];
      double qk = a[q * n + k];
      a[p * n + k] = c * pk - s * qk;
      a[q * n + k] = s * pk + c * qk;
    }
  }
}
