package io.reverie.sleep.spike;

import io.reverie.tensor.Tensor;
import java.util.Arrays;

/**
 * Spiking neurons and the synapses that lead to them; the weights are the network's own.
 *
 * <p>Weights stand twice: by neuron, where a spike that leaves changes a row, and by synapse, where
 * a spike that arrives adds a row to all potentials. So both read and write memory in its order.
 * Spikes that leave are few, and only their rows are written a second time.
 */
final class SpikingLayer {
  private final float[] weights;
  private final int offset;
  private final int inputs;
  private final float gain;
  private final float threshold;
  private final float decay;
  private final Plasticity plasticity;
  private final float[] bySynapse;
  private final float[] drive;
  private final float[] potential;
  private final int[] spiking;
  private int count;
  private long spikes;

  SpikingLayer(Tensor weight, double gain, double threshold, double decay, Plasticity plasticity) {
    this.weights = weight.array();
    this.offset = weight.offset();
    this.inputs = weight.dim(1);
    this.gain = (float) gain;
    this.threshold = (float) threshold;
    this.decay = (float) decay;
    this.plasticity = plasticity;
    this.drive = new float[weight.dim(0)];
    this.potential = new float[drive.length];
    this.spiking = new int[drive.length];
    this.bySynapse = new float[inputs * drive.length];
    for (int i = 0; i < drive.length; i++) {
      copyRow(i);
    }
  }

  /** One step: leak, drive, spikes, plasticity, reset. */
  void step(int[] before, int active) {
    Arrays.fill(drive, 0);
    for (int k = 0; k < active; k++) {
      add(bySynapse, before[k] * drive.length, drive);
    }
    leak(potential, decay, drive, gain);
    count = 0;
    for (int i = 0; i < potential.length; i++) {
      if (potential[i] >= threshold) {
        spiking[count++] = i;
      }
    }
    for (int k = 0; k < count; k++) {
      int i = spiking[k];
      plasticity.spiked(weights, offset + i * inputs, inputs, before, active);
      copyRow(i);
      potential[i] = 0;
    }
    spikes += count;
  }

  private static void add(float[] rows, int from, float[] sum) {
    for (int i = 0; i < sum.length; i++) {
      sum[i] += rows[from + i];
    }
  }

  private static void leak(float[] potential, float decay, float[] drive, float gain) {
    for (int i = 0; i < potential.length; i++) {
      potential[i] = decay * potential[i] + gain * drive[i];
    }
  }

  private void copyRow(int neuron) {
    int from = offset + neuron * inputs;
    for (int j = 0; j < inputs; j++) {
      bySynapse[j * drive.length + neuron] = weights[from + j];
    }
  }

  int[] spiking() {
    return spiking;
  }

  int count() {
    return count;
  }

  long spikes() {
    return spikes;
  }

  float[] potential() {
    return potential;
  }
}
