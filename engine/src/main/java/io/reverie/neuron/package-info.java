/**
 * Neurons that learn without automatic differentiation: the field's first seventy years, each on a
 * screen.
 *
 * <p>Read in the order in which they were thought: {@link io.reverie.neuron.McCullochPitts} (1943)
 * computes, {@link io.reverie.neuron.Hebbian} (1949) learns from what fires together, {@link
 * io.reverie.neuron.Perceptron} (1958) from mistakes, {@link io.reverie.neuron.Adaline} (1960) from
 * errors, {@link io.reverie.neuron.LeakyIntegrateAndFire} speaks in spikes, and {@link
 * io.reverie.neuron.Stdp} (1998) learns from their timing. Not thread-safe while they learn. Uses
 * {@code io.reverie.tensor}.
 */
package io.reverie.neuron;
