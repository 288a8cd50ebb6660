/**
 * What can dream: networks and formulas that make inputs that never were.
 *
 * <p>Start with {@link io.reverie.sleep.dream.Sampler} and {@link
 * io.reverie.sleep.dream.Generator}; {@link io.reverie.sleep.dream.Vae} is the usual one. When they
 * dream is the affair of the stages and strategies above. Uses {@code wake}.
 */
package io.reverie.sleep.dream;
