/**
 * What can be taken away in the morning: pruned and quantised copies of a model.
 *
 * <p>Start with {@link io.reverie.sleep.dawn.Compression}. That sleep makes this safer is a claim
 * to be tested against the same on a model that has not slept. Uses the engine alone.
 */
package io.reverie.sleep.dawn;
