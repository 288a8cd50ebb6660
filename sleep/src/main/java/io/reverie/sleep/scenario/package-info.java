/**
 * Streams of tasks: what the world asks of a network, one thing after the other.
 *
 * <p>Start with {@link io.reverie.sleep.scenario.Scenario}. Uses the engine's data sets alone.
 */
package io.reverie.sleep.scenario;
