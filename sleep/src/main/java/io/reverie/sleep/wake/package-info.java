/**
 * Who learns, and what it costs: the network by day.
 *
 * <p>Start with {@link io.reverie.sleep.wake.Learner}, the one place where gradient steps are made
 * and paid for in the {@link io.reverie.sleep.wake.Ledger}. Uses the engine alone.
 */
package io.reverie.sleep.wake;
