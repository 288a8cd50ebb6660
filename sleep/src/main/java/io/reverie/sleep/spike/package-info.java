/**
 * Spiking sleep: a network of rectifiers read as spiking neurons, noise in the shape of what it has
 * seen, and a local rule that changes synapses where neurons fire.
 *
 * <p>Start with {@link io.reverie.sleep.spike.SrcSettings}, the published constants, and {@link
 * io.reverie.sleep.spike.SpikingNetwork}, one step of it. Uses the engine alone; the strategy that
 * sleeps so is {@code SleepReplayConsolidation}.
 */
package io.reverie.sleep.spike;
