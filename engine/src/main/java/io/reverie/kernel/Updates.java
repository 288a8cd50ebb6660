package io.reverie.kernel;

/**
 * The optimizers' steps as their plain definitions: one pass over flat parameters each, which also
 * sets the gradients back to zero.
 */
public class Updates {
  /** The settings of {@link #sgd}, as PyTorch defines them. */
  public record Sgd(float momentum, float dampening, boolean nesterov, float weightDecay) {}

  /** The settings of {@link #adam}; {@code decoupled} decay is AdamW's. */
  public record Adam(
      float beta1, float beta2, float epsilon, float weightDecay, boolean decoupled) {}

  /**
   * Stochastic gradient descent: {@code v = μv + (1−d)·g}, {@code w −= rate·v}. Without momentum v
   * is not touched. The first step sets {@code v = g}.
   */
  public void sgd(
      int from, int to, float rate, Sgd s, boolean first, float[] w, float[] g, float[] v) {
    float keep = first ? 0 : s.momentum;
    float take = first ? 1 : 1 - s.dampening;
    for (int i = from; i < to; i++) {
      float d = g[i] + s.weightDecay * w[i];
      if (s.momentum != 0) {
        v[i] = keep * v[i] + take * d;
        d = s.nesterov ? d + s.momentum * v[i] : v[i];
      }
      w[i] -= rate * d;
      g[i] = 0;
    }
  }

  /**
   * Adam (Kingma &amp; Ba 2015), AdamW (Loshchilov &amp; Hutter 2019) where decay is decoupled.
   * {@code step} counts from 1.
   */
  public void adam(
      int from, int to, float rate, Adam a, int step, float[] w, float[] g, float[] m, float[] v) {
    double correction1 = 1 - Math.pow(a.beta1, step);
    double correction2 = Math.sqrt(1 - Math.pow(a.beta2, step));
    float stride = (float) (rate / correction1);
    float root = (float) (1 / correction2);
    float decay = a.decoupled ? 1 - rate * a.weightDecay : 1;
    float coupled = a.decoupled ? 0 : a.weightDecay;
    for (int i = from; i < to; i++) {
      float d = g[i] + coupled * w[i];
      m[i] = a.beta1 * m[i] + (1 - a.beta1) * d;
      v[i] = a.beta2 * v[i] + (1 - a.beta2) * d * d;
      w[i] = decay * w[i] - stride * m[i] / ((float) Math.sqrt(v[i]) * root + a.epsilon);
      g[i] = 0;
    }
  }
}
