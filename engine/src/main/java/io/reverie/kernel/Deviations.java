package io.reverie.kernel;

/**
 * How far predictions x are from targets t, element by element, as plain definitions.
 *
 * <p>Windows as in {@link Pointwise}. A loss y has its slope s by x and, where that is not the
 * negative of it, its slope by the target.
 */
public class Deviations {
  /** y = |x − t|. */
  public void absolute(int n, float[] x, int xo, float[] t, int to, float[] y, int yo) {
    for (int i = 0; i < n; i++) {
      y[yo + i] = Math.abs(x[xo + i] - t[to + i]);
    }
  }

  /** s = sign(x − t), 0 where they are equal. */
  public void absoluteSlope(int n, float[] x, int xo, float[] t, int to, float[] s, int so) {
    for (int i = 0; i < n; i++) {
      s[so + i] = Math.signum(x[xo + i] - t[to + i]);
    }
  }

  /** y = factor · (½d² where |d| ≤ δ, else δ(|d| − ½δ)), d = x − t. */
  public void huber(
      int n, float delta, float factor, float[] x, int xo, float[] t, int to, float[] y, int yo) {
    for (int i = 0; i < n; i++) {
      float d = Math.abs(x[xo + i] - t[to + i]);
      y[yo + i] = factor * (d <= delta ? 0.5f * d * d : delta * (d - 0.5f * delta));
    }
  }

  /** s = factor · d, with d = x − t cut to [−δ, δ]. */
  public void huberSlope(
      int n, float delta, float factor, float[] x, int xo, float[] t, int to, float[] s, int so) {
    for (int i = 0; i < n; i++) {
      float d = x[xo + i] - t[to + i];
      s[so + i] = factor * Math.max(-delta, Math.min(delta, d));
    }
  }

  /** y = −t·log σ(x) − (1−t)·log(1−σ(x)) = max(x, 0) − x·t + log(1 + e^−|x|). */
  public void logistic(int n, float[] x, int xo, float[] t, int to, float[] y, int yo) {
    for (int i = 0; i < n; i++) {
      float v = x[xo + i];
      y[yo + i] = (float) (Math.max(v, 0) - v * t[to + i] + Math.log1p(Math.exp(-Math.abs(v))));
    }
  }

  /** s = σ(x) − t. */
  public void logisticSlope(int n, float[] x, int xo, float[] t, int to, float[] s, int so) {
    for (int i = 0; i < n; i++) {
      s[so + i] = (float) (1 / (1 + Math.exp(-x[xo + i]))) - t[to + i];
    }
  }

  /** y = −t·log x − (1−t)·log(1−x), logarithms no less than −100. */
  public void binary(int n, float[] x, int xo, float[] t, int to, float[] y, int yo) {
    for (int i = 0; i < n; i++) {
      double right = Math.max(Math.log(x[xo + i]), -100);
      double wrong = Math.max(Math.log1p(-x[xo + i]), -100);
      y[yo + i] = (float) (-t[to + i] * right - (1 - t[to + i]) * wrong);
    }
  }

  /** s = (x − t) / (x(1−x)), the denominator no less than 10⁻¹². */
  public void binarySlope(int n, float[] x, int xo, float[] t, int to, float[] s, int so) {
    for (int i = 0; i < n; i++) {
      float v = x[xo + i];
      s[so + i] = (v - t[to + i]) / Math.max(v * (1 - v), 1e-12f);
    }
  }

  /** s = log(1−x) − log x, the slope of {@link #binary} by the target. */
  public void binaryTargetSlope(int n, float[] x, int xo, float[] s, int so) {
    for (int i = 0; i < n; i++) {
      double right = Math.max(Math.log(x[xo + i]), -100);
      s[so + i] = (float) (Math.max(Math.log1p(-x[xo + i]), -100) - right);
    }
  }

  /** y = t·(log t − x) for logarithms x of probabilities; 0 where t is 0. */
  public void divergence(int n, float[] x, int xo, float[] t, int to, float[] y, int yo) {
    for (int i = 0; i < n; i++) {
      float p = t[to + i];
      y[yo + i] = p == 0 ? 0 : (float) (p * (Math.log(p) - x[xo + i]));
    }
  }

  /** s = log t + 1 − x, the slope of {@link #divergence} by the target. */
  public void divergenceTargetSlope(
      int n, float[] x, int xo, float[] t, int to, float[] s, int so) {
    for (int i = 0; i < n; i++) {
      s[so + i] = (float) (Math.log(t[to + i]) + 1 - x[xo + i]);
    }
  }

  /** y = eᵗ·(t − x) for logarithms of probabilities on both sides; 0 where t is −∞. */
  public void logDivergence(int n, float[] x, int xo, float[] t, int to, float[] y, int yo) {
    for (int i = 0; i < n; i++) {
      double p = Math.exp(t[to + i]);
      y[yo + i] = p == 0 ? 0 : (float) (p * (t[to + i] - x[xo + i]));
    }
  }

  /** s = −eᵗ, the slope of {@link #logDivergence} by x, or eᵗ·(t − x + 1), that by the target. */
  public void logDivergenceSlope(
      int n, boolean byTarget, float[] x, int xo, float[] t, int to, float[] s, int so) {
    for (int i = 0; i < n; i++) {
      double p = Math.exp(t[to + i]);
      s[so + i] = (float) (byTarget ? p * (t[to + i] - x[xo + i] + 1) : -p);
    }
  }

  /** y = eˣ − t·x, how unlikely t events are where e^x are expected, but for log t!. */
  public void poisson(int n, float[] x, int xo, float[] t, int to, float[] y, int yo) {
    for (int i = 0; i < n; i++) {
      y[yo + i] = (float) Math.exp(x[xo + i]) - t[to + i] * x[xo + i];
    }
  }

  /** s = eˣ − t. */
  public void poissonSlope(int n, float[] x, int xo, float[] t, int to, float[] s, int so) {
    for (int i = 0; i < n; i++) {
      s[so + i] = (float) Math.exp(x[xo + i]) - t[to + i];
    }
  }

  /** y = max(0, margin − t·x). */
  public void hinge(int n, float margin, float[] x, int xo, float[] t, int to, float[] y, int yo) {
    for (int i = 0; i < n; i++) {
      y[yo + i] = Math.max(0, margin - t[to + i] * x[xo + i]);
    }
  }

  /** s = −t where {@link #hinge} is positive: its slope by x, and with x and t swapped by t. */
  public void hingeSlope(
      int n, float margin, float[] x, int xo, float[] t, int to, float[] s, int so) {
    for (int i = 0; i < n; i++) {
      boolean wrong = margin - t[to + i] * x[xo + i] > 0;
      s[so + i] = wrong ? -t[to + i] : 0;
    }
  }
}
