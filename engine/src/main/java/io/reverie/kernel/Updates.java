package io.reverie.kernel;

/**
 * The optimizers' steps as their plain definitions: one pass over flat parameters each.
 *
 * <p>w are the values, g the gradients; {@code decay} is the weight decay. Formulas are PyTorch's.
 */
public class Updates {
  /** The settings of {@link #sgd}. */
  public record Sgd(float momentum, float dampening, boolean nesterov) {}

  /**
   * The settings of a step of {@link #moments}, of which all of Adam's kin are cases.
   *
   * @param stride times the running mean over the root of the running square is the step
   * @param lookAhead the same for the gradient itself: Nesterov's part
   * @param root corrects the root of the running square
   * @param decoupled whether decay shrinks the weights (AdamW) or is added to the gradient
   */
  public record Moments(
      float beta1,
      float beta2,
      float epsilon,
      float stride,
      float lookAhead,
      float root,
      boolean decoupled) {}

  /** The settings of {@link #rmsprop}. */
  public record RmsProp(float alpha, float epsilon, float momentum, boolean centered) {}

  /**
   * Stochastic gradient descent: {@code v = μv + (1−d)·g}, {@code w −= rate·v}. Without momentum v
   * is not touched. The first step sets {@code v = g}.
   */
  public void sgd(
      int from,
      int to,
      float rate,
      float decay,
      Sgd s,
      boolean first,
      float[] w,
      float[] g,
      float[] v) {
    float keep = first ? 0 : s.momentum;
    float take = first ? 1 : 1 - s.dampening;
    for (int i = from; i < to; i++) {
      float d = g[i] + decay * w[i];
      if (s.momentum != 0) {
        v[i] = keep * v[i] + take * d;
        d = s.nesterov ? d + s.momentum * v[i] : v[i];
      }
      w[i] -= rate * d;
    }
  }

  /**
   * A step along the running mean m over the root of the running square v: {@code m = β₁m +
   * (1−β₁)g}, {@code v = β₂v + (1−β₂)g²}, {@code w −= rate·(stride·m + lookAhead·g) / (root·√v +
   * ε)}.
   */
  public void moments(
      int from,
      int to,
      float rate,
      float decay,
      Moments s,
      float[] w,
      float[] g,
      float[] m,
      float[] v) {
    float keep = s.decoupled ? 1 - rate * decay : 1;
    float coupled = s.decoupled ? 0 : decay;
    float stride = rate * s.stride;
    float lookAhead = rate * s.lookAhead;
    for (int i = from; i < to; i++) {
      float d = g[i] + coupled * w[i];
      m[i] = s.beta1 * m[i] + (1 - s.beta1) * d;
      v[i] = s.beta2 * v[i] + (1 - s.beta2) * d * d;
      float scale = (float) Math.sqrt(v[i]) * s.root + s.epsilon;
      w[i] = keep * w[i] - (stride * m[i] + lookAhead * d) / scale;
    }
  }

  /** {@link #moments} with the largest v that ever was in place of v (Reddi et al. 2018). */
  public void largestMoments(
      int from,
      int to,
      float rate,
      float decay,
      Moments s,
      float[] w,
      float[] g,
      float[] m,
      float[] v,
      float[] largest) {
    float keep = s.decoupled ? 1 - rate * decay : 1;
    float coupled = s.decoupled ? 0 : decay;
    float stride = rate * s.stride;
    for (int i = from; i < to; i++) {
      float d = g[i] + coupled * w[i];
      m[i] = s.beta1 * m[i] + (1 - s.beta1) * d;
      v[i] = s.beta2 * v[i] + (1 - s.beta2) * d * d;
      largest[i] = Math.max(largest[i], v[i]);
      float scale = (float) Math.sqrt(largest[i]) * s.root + s.epsilon;
      w[i] = keep * w[i] - stride * m[i] / scale;
    }
  }

  /** The direction of {@link #moments}, decay added, in place of the gradient; w stays. */
  public void direction(
      int from, int to, float decay, Moments s, float[] w, float[] g, float[] m, float[] v) {
    for (int i = from; i < to; i++) {
      m[i] = s.beta1 * m[i] + (1 - s.beta1) * g[i];
      v[i] = s.beta2 * v[i] + (1 - s.beta2) * g[i] * g[i];
      float scale = (float) Math.sqrt(v[i]) * s.root + s.epsilon;
      g[i] = s.stride * m[i] / scale + decay * w[i];
    }
  }

  /** Adam by the largest gradient: {@code u = max(β₂u, |g| + ε)}, {@code w −= rate·stride·m/u}. */
  public void adamax(
      int from,
      int to,
      float rate,
      float decay,
      Moments s,
      float[] w,
      float[] g,
      float[] m,
      float[] u) {
    float stride = rate * s.stride;
    for (int i = from; i < to; i++) {
      float d = g[i] + decay * w[i];
      m[i] = s.beta1 * m[i] + (1 - s.beta1) * d;
      u[i] = Math.max(s.beta2 * u[i], Math.abs(d) + s.epsilon);
      w[i] -= stride * m[i] / u[i];
    }
  }

  /** {@code w −= rate·sign(β₁m + (1−β₁)g)}, then {@code m = β₂m + (1−β₂)g}; decay shrinks w. */
  public void lion(
      int from,
      int to,
      float rate,
      float decay,
      float beta1,
      float beta2,
      float[] w,
      float[] g,
      float[] m) {
    float keep = 1 - rate * decay;
    for (int i = from; i < to; i++) {
      float direction = beta1 * m[i] + (1 - beta1) * g[i];
      w[i] = keep * w[i] - rate * Math.signum(direction);
      m[i] = beta2 * m[i] + (1 - beta2) * g[i];
    }
  }

  /**
   * {@code v = αv + (1−α)g²}, {@code w −= rate·g / (√v + ε)}; centred, v is lessened by the square
   * of the mean gradient, and with momentum steps add up in b. What is not used is not touched.
   */
  public void rmsprop(
      int from,
      int to,
      float rate,
      float decay,
      RmsProp s,
      float[] w,
      float[] g,
      float[] v,
      float[] mean,
      float[] b) {
    for (int i = from; i < to; i++) {
      float d = g[i] + decay * w[i];
      v[i] = s.alpha * v[i] + (1 - s.alpha) * d * d;
      float variance = v[i];
      if (s.centered) {
        mean[i] = s.alpha * mean[i] + (1 - s.alpha) * d;
        // Rounding may leave less than nothing where all gradients were equal.
        variance = Math.max(0, variance - mean[i] * mean[i]);
      }
      d /= (float) Math.sqrt(variance) + s.epsilon;
      if (s.momentum != 0) {
        b[i] = s.momentum * b[i] + d;
        d = b[i];
      }
      w[i] -= rate * d;
    }
  }

  /** {@code s += g²}, {@code w −= rate·g / (√s + ε)}. */
  public void adagrad(
      int from, int to, float rate, float decay, float epsilon, float[] w, float[] g, float[] s) {
    for (int i = from; i < to; i++) {
      float d = g[i] + decay * w[i];
      s[i] += d * d;
      w[i] -= rate * d / ((float) Math.sqrt(s[i]) + epsilon);
    }
  }

  /**
   * {@code v = ρv + (1−ρ)g²}, {@code δ = g·√(a + ε)/√(v + ε)}, {@code a = ρa + (1−ρ)δ²}, {@code w
   * −= rate·δ}.
   */
  public void adadelta(
      int from,
      int to,
      float rate,
      float decay,
      float rho,
      float epsilon,
      float[] w,
      float[] g,
      float[] v,
      float[] a) {
    for (int i = from; i < to; i++) {
      float d = g[i] + decay * w[i];
      v[i] = rho * v[i] + (1 - rho) * d * d;
      float delta = d * (float) (Math.sqrt(a[i] + epsilon) / Math.sqrt(v[i] + epsilon));
      a[i] = rho * a[i] + (1 - rho) * delta * delta;
      w[i] -= rate * delta;
    }
  }

  /** y += share · (x − y): a running mean. */
  public void blend(int from, int to, float share, float[] x, float[] y) {
    for (int i = from; i < to; i++) {
      y[i] += share * (x[i] - y[i]);
    }
  }

  /** Each x is brought into [−bound, bound]; NaN stays. */
  public void clamp(int from, int to, float bound, float[] x) {
    for (int i = from; i < to; i++) {
      x[i] = Math.max(-bound, Math.min(bound, x[i]));
    }
  }
}
