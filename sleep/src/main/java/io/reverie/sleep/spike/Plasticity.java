package io.reverie.sleep.spike;

import io.reverie.tensor.Rng;

/**
 * How a neuron's synapses change when it spikes.
 *
 * <p>Write another one as a lambda: it changes one row of weights in place.
 */
@FunctionalInterface
public interface Plasticity {
  /**
   * A neuron has spiked.
   *
   * @param weights in which the neuron's row stands
   * @param from where the row begins
   * @param size how many synapses it has
   * @param spiking which of them carried a spike in this step, the first {@code count} of it
   * @param count how many
   */
  void spiked(float[] weights, int from, int size, int[] spiking, int count);

  /** Synapses stay as they are. */
  static Plasticity none() {
    return (weights, from, size, spiking, count) -> {};
  }

  /**
   * A control of {@link SleepStdp}: every change has its size, and a sign by the toss of a coin for
   * each synapse and spike. What remains of an effect then does not come from who fires together.
   */
  static Plasticity randomSign(SleepStdp rule, Rng rng) {
    float[] changed = new float[0];
    return new Plasticity() {
      private float[] after = changed;

      @Override
      public void spiked(float[] weights, int from, int size, int[] spiking, int count) {
        if (after.length < size) {
          after = new float[size];
        }
        System.arraycopy(weights, from, after, 0, size);
        rule.spiked(after, 0, size, spiking, count);
        long coins = 0;
        for (int i = 0; i < size; i++) {
          coins = i % Long.SIZE == 0 ? rng.nextLong() : coins >>> 1;
          float change = after[i] - weights[from + i];
          weights[from + i] += (coins & 1) == 0 ? change : -change;
        }
      }
    };
  }
}
