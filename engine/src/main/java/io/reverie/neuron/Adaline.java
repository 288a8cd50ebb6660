package io.reverie.neuron;

import io.reverie.tensor.Tensor;

/**
 * The adaptive linear neuron (Widrow &amp; Hoff 1960): y = w·x + b, taught by the delta rule.
 *
 * <p>w ← w + η·(t − y)·x: the gradient of half the squared error, so it settles near the least
 * squares' solution, also where classes overlap and a {@link Perceptron} never rests. η must be
 * below 2 / (|x|² + 1), or it diverges.
 */
public final class Adaline {
  private final Synapses synapses;
  private float bias;

  private Adaline(Synapses synapses) {
    this.synapses = synapses;
  }

  /** A neuron that has learnt nothing: zeros. */
  public static Adaline of(int inputs) {
    return new Adaline(new Synapses(1, inputs));
  }

  /** The weights, {@code [1, inputs]}; not a copy. */
  public Tensor weight() {
    return synapses.weight;
  }

  /** The bias. */
  public float bias() {
    return bias;
  }

  /** y = w·x + b. */
  public float answer(float... x) {
    return (float) (synapses.drive(0, x) + bias);
  }

  /**
   * One step towards the target.
   *
   * @param rate η, above 0
   * @return the error t − y before the step
   */
  public float learn(float rate, float target, float... x) {
    float error = target - answer(x);
    synapses.add(0, Synapses.rate(rate) * error, x);
    bias += rate * error;
    return error;
  }

  /**
   * One pass over samples {@code [n, inputs]} in their order.
   *
   * @return the mean squared error as it was met on the way
   */
  public double learn(float rate, Tensor x, float... targets) {
    double sum = 0;
    float[][] samples = Synapses.rows(x, targets.length);
    for (int i = 0; i < targets.length; i++) {
      double error = learn(rate, targets[i], samples[i]);
      sum += error * error;
    }
    return sum / targets.length;
  }
}
