package io.reverie.neuron;

import io.reverie.tensor.Tensor;

/**
 * A spiking neuron: a leaky membrane that fires at a threshold (Lapicque 1907; Gerstner &amp;
 * Kistler 2002, chapter 4).
 *
 * <p>τ·dV/dt = E − V + R·I. When V reaches the threshold the neuron spikes, V is set back, and for
 * the refractory period it is held there. Times are in milliseconds, potentials in millivolts,
 * resistance in megaohms and currents in nanoamperes, so that R·I is in millivolts.
 *
 * @param tau τ, the membrane's time constant, above 0
 * @param resistance R, above 0
 * @param rest E, where V leaks to, below the threshold
 * @param threshold where it fires
 * @param reset where V starts again, below the threshold
 * @param refractory how long it is held there, 0 or more
 */
public record LeakyIntegrateAndFire(
    float tau, float resistance, float rest, float threshold, float reset, float refractory) {
  /** Checks that the neuron rests below its threshold and that times are positive. */
  public LeakyIntegrateAndFire {
    if (!(tau > 0 && resistance > 0 && refractory >= 0 && rest < threshold && reset < threshold)) {
      throw new IllegalArgumentException(
          "tau %s ms and resistance %s MOhm: above 0 is needed; refractory %s ms: 0 or more;"
                  .formatted(tau, resistance, refractory)
              + " rest %s mV and reset %s mV: below the threshold, %s mV"
                  .formatted(rest, reset, threshold));
    }
  }

  /** A cortical neuron as textbooks have it: 20 ms, 10 MΩ, −65, −50, −65 mV and 2 ms. */
  public static LeakyIntegrateAndFire cortical() {
    return new LeakyIntegrateAndFire(20, 10, -65, -50, -65, 2);
  }

  /**
   * Spikes per second under a constant current, in closed form: 1 / (refractory + τ·ln((V∞ − reset)
   * / (V∞ − threshold))) with V∞ = E + R·I, and 0 where V∞ does not pass the threshold.
   *
   * @param current I, in nanoamperes
   */
  public double rate(float current) {
    double end = rest + (double) resistance * current;
    double climb = tau * Math.log((end - reset) / (end - threshold));
    return end > threshold ? 1000 / (refractory + climb) : 0;
  }

  /**
   * Simulates neurons that start at rest. Within a step the current is constant and the membrane
   * equation is solved exactly; spikes come at the ends of steps.
   *
   * @param currents {@code [steps, neurons]}, in nanoamperes
   * @param dt the length of a step in milliseconds, above 0; a tenth of τ or less is usual
   * @return {@code [steps, neurons]}: 1 where a neuron spiked in that step, else 0
   */
  public Tensor spikes(Tensor currents, float dt) {
    if (currents.shape().rank() != 2 || !(dt > 0)) {
      throw new IllegalArgumentException(
          "currents of shape %s in steps of %s ms: [steps, neurons] and more than 0 are needed"
              .formatted(currents.shape(), dt));
    }
    int steps = currents.dim(0);
    int neurons = currents.dim(1);
    float[] current = currents.toArray();
    Tensor spikes = Tensor.zeros(steps, neurons);
    double leak = Math.exp(-dt / tau);
    long hold = Math.round((double) refractory / dt);
    for (int n = 0; n < neurons; n++) {
      double v = rest;
      long free = 0;
      for (int t = 0; t < steps; t++) {
        if (t < free) {
          continue;
        }
        double end = rest + (double) resistance * current[t * neurons + n];
        v = end + (v - end) * leak;
        if (v >= threshold) {
          spikes.array()[t * neurons + n] = 1;
          v = reset;
          free = t + 1 + hold;
        }
      }
    }
    return spikes;
  }
}
