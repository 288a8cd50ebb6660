/**
 * The hippocampus: what to keep of the day, and what to recall.
 *
 * <p>Start with {@link io.reverie.sleep.memory.ReplayBuffer}; a {@link
 * io.reverie.sleep.memory.KeepRule} decides who stays when it is full, a {@link
 * io.reverie.sleep.memory.Draw} who comes back, for which {@link io.reverie.sleep.memory.Notes} and
 * a {@link io.reverie.sleep.memory.Priority} say who matters. Uses the engine alone.
 */
package io.reverie.sleep.memory;
