package io.reverie.neuron;

import io.reverie.tensor.Rng;
import io.reverie.tensor.Tensor;

/**
 * Linear units y = W·x that learn without a teacher: what fires together wires together (Hebb
 * 1949).
 *
 * <p>Each rule is Δw_i = η·y_i·(x − what is explained already); inputs should have mean 0.
 */
public final class Hebbian {
  /** What a unit takes for explained. */
  public enum Rule {
    /** Nothing: Hebb's own rule. Weights grow without bound along the first component. */
    HEBB,
    /** y_i·w_i (Oja 1982): weights of length 1; every unit finds the first principal component. */
    OJA,
    /** y_k·w_k of all units up to i (Sanger 1989): unit i finds principal component i. */
    SANGER
  }

  private final Rule rule;
  private final Synapses synapses;

  private Hebbian(Rule rule, Synapses synapses) {
    this.rule = rule;
    this.synapses = synapses;
  }

  /** Units with small random weights, normal with deviation 0.1/√inputs. */
  public static Hebbian of(Rule rule, int inputs, int units, Rng rng) {
    Synapses synapses = new Synapses(units, inputs);
    float[] w = synapses.weight.array();
    for (int i = 0; i < w.length; i++) {
      w[i] = (float) (0.1 / Math.sqrt(inputs)) * rng.nextGaussian();
    }
    return new Hebbian(rule, synapses);
  }

  /** The weights, {@code [units, inputs]}; not a copy. */
  public Tensor weight() {
    return synapses.weight;
  }

  /** y = W·x, one number a unit. */
  public float[] answer(float... x) {
    float[] y = new float[synapses.units()];
    for (int i = 0; i < y.length; i++) {
      y[i] = (float) synapses.drive(i, x);
    }
    return y;
  }

  /**
   * One step on one input.
   *
   * @param rate η, above 0; far below 1/|x|², or the weights run away
   */
  public void learn(float rate, float... x) {
    Synapses.rate(rate);
    float[] y = answer(x);
    float[] w = weight().array();
    float[] left = x.clone();
    for (int i = 0; i < y.length; i++) {
      if (rule == Rule.OJA) {
        left = x.clone();
      }
      for (int j = 0; rule != Rule.HEBB && j < x.length; j++) {
        left[j] -= y[i] * w[i * x.length + j];
      }
      synapses.add(i, rate * y[i], left);
    }
  }
}
