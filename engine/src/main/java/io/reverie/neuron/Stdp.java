package io.reverie.neuron;

import io.reverie.tensor.Tensor;

/**
 * Spike-timing-dependent plasticity (Bi &amp; Poo 1998; Song, Miller &amp; Abbott 2000): a synapse
 * grows when its spike comes before the neuron's, and shrinks when it comes after.
 *
 * <p>With d = t_post − t_pre in milliseconds, a pair changes the weight by growth·e^(−d/growthTau)
 * for d &gt; 0 and by −decay·e^(d/decayTau) for d &lt; 0; spikes at the same time leave it alone.
 *
 * @param growth the most that a pair adds, 0 or more
 * @param growthTau how long before counts, in milliseconds, above 0
 * @param decay the most that a pair takes, 0 or more
 * @param decayTau how long after counts, in milliseconds, above 0
 */
public record Stdp(float growth, float growthTau, float decay, float decayTau) {
  /** Checks the ranges. */
  public Stdp {
    if (!(growth >= 0 && decay >= 0 && growthTau > 0 && decayTau > 0)) {
      throw new IllegalArgumentException(
          "growth %s over %s ms, decay %s over %s ms: 0 or more, over more than 0 ms"
              .formatted(growth, growthTau, decay, decayTau));
    }
  }

  /**
   * Song, Miller &amp; Abbott's numbers for weights in [0, 1]: 0.005, and 5 % more decay; 20 ms.
   */
  public static Stdp song() {
    return new Stdp(0.005f, 20, 0.00525f, 20);
  }

  /** What a pair of spikes does to the weight; d = t_post − t_pre in milliseconds. */
  public double change(double d) {
    if (d == 0) {
      return 0;
    }
    return d > 0 ? growth * Math.exp(-d / growthTau) : -decay * Math.exp(d / decayTau);
  }

  /**
   * Changes weights by all pairs of spikes, in the order of time, within [0, 1].
   *
   * <p>Two traces stand for all earlier spikes of an axon and of a neuron: each jumps by 1 at a
   * spike and fades by e^(−dt/τ) a step, so that no pair is ever listed.
   *
   * @param weight {@code [post, pre]}, changed in place
   * @param pre {@code [steps, pre]}, 1 for a spike, else 0
   * @param post {@code [steps, post]}, the same of the neurons
   * @param dt the length of a step in milliseconds, above 0
   */
  public void learn(Tensor weight, Tensor pre, Tensor post, float dt) {
    boolean matrices =
        weight.shape().rank() == 2 && pre.shape().rank() == 2 && post.shape().rank() == 2;
    if (!matrices
        || pre.dim(0) != post.dim(0)
        || weight.dim(0) != post.dim(1)
        || weight.dim(1) != pre.dim(1)
        || !(dt > 0)) {
      throw new IllegalArgumentException(
          "weights %s, spikes %s and %s in steps of %s ms: [post, pre], [steps, pre], [steps, post]"
                  .formatted(weight.shape(), pre.shape(), post.shape(), dt)
              + " and more than 0 ms are needed");
    }
    double[] before = new double[weight.dim(1)];
    double[] after = new double[weight.dim(0)];
    for (int t = 0; t < pre.dim(0); t++) {
      fade(before, dt / growthTau);
      fade(after, dt / decayTau);
      for (int i = 0; i < after.length; i++) {
        for (int j = 0; j < before.length; j++) {
          double change = growth * before[j] * post.at(t, i) - decay * after[i] * pre.at(t, j);
          int place = weight.offset() + i * before.length + j;
          double changed = Math.clamp(weight.array()[place] + change, 0.0, 1.0);
          weight.array()[place] = (float) changed;
        }
      }
      jump(before, pre, t);
      jump(after, post, t);
    }
  }

  private static void fade(double[] traces, double share) {
    for (int i = 0; i < traces.length; i++) {
      traces[i] *= Math.exp(-share);
    }
  }

  private static void jump(double[] traces, Tensor spikes, int t) {
    for (int i = 0; i < traces.length; i++) {
      traces[i] += spikes.at(t, i);
    }
  }
}
