package io.reverie.sleep.spike;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A {@link RateNetwork} run as spiking neurons, whose synapses change while it runs.
 *
 * <p>In each step, layer by layer: v ← decay·v + gain·Σ weights of the synapses that carry a spike;
 * a neuron with v ≥ threshold spikes, its synapses change by the layer's {@link Plasticity}, and v
 * is set to 0. A spike passes through all layers in one step, as in the code of Tadros et al. 2022.
 * {@link io.reverie.neuron.LeakyIntegrateAndFire} is driven by currents over time, does not learn
 * and keeps all spikes of all steps: too slow and too large for a night.
 *
 * <p>Starts with all v at 0. Changes the network's weights in place, in single precision. Cost of a
 * step: weights read for each spike that arrives, and a row of weights changed for each that
 * leaves. Not thread-safe.
 */
public final class SpikingNetwork {
  private final List<SpikingLayer> layers = new ArrayList<>();
  private final int inputs;
  private long steps;

  /**
   * The network with one gain, threshold and rule for each layer.
   *
   * @param decay what is left of v after a step, from 0 to 1
   */
  public SpikingNetwork(
      RateNetwork network,
      double[] gains,
      List<Double> thresholds,
      double decay,
      List<Plasticity> rules) {
    int n = network.layers().size();
    if (gains.length != n || thresholds.size() != n || rules.size() != n) {
      throw new IllegalArgumentException(
          "%d gains, %d thresholds and %d rules for %d layers: one each is needed"
              .formatted(gains.length, thresholds.size(), rules.size(), n));
    }
    if (!(decay >= 0 && decay <= 1)) {
      throw new IllegalArgumentException("decay %s: 0 to 1 is needed".formatted(decay));
    }
    for (int l = 0; l < n; l++) {
      layers.add(
          new SpikingLayer(
              network.layers().get(l).weight(), gains[l], thresholds.get(l), decay, rules.get(l)));
    }
    inputs = network.layers().getFirst().weight().dim(1);
  }

  /** One step, with spikes on these inputs, each named once: the first {@code count} of them. */
  public void step(int[] spiking, int count) {
    for (int k = 0; k < count; k++) {
      if (spiking[k] < 0 || spiking[k] >= inputs) {
        throw new IndexOutOfBoundsException(
            "a spike on input %d of %d".formatted(spiking[k], inputs));
      }
    }
    int[] before = spiking;
    int active = count;
    for (SpikingLayer layer : layers) {
      layer.step(before, active);
      before = layer.spiking();
      active = layer.count();
    }
    steps++;
  }

  /** Which neurons of a layer spiked in the last step, in order. */
  public int[] spiking(int layer) {
    return Arrays.copyOf(layers.get(layer).spiking(), layers.get(layer).count());
  }

  /** The potentials of a layer, after resets. */
  public float[] potentials(int layer) {
    return layers.get(layer).potential().clone();
  }

  /** Spikes of a layer a neuron and step, so far; 0 before the first step. */
  public double rate(int layer) {
    SpikingLayer asked = layers.get(layer);
    return steps == 0 ? 0 : (double) asked.spikes() / steps / asked.potential().length;
  }
}
