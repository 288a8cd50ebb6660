/**
 * Helpers around a training loop that stays the user's own code.
 *
 * <p>Start with {@link io.reverie.train.Accuracy}, {@link io.reverie.train.EarlyStopping} and
 * {@link io.reverie.train.Progress}. Nothing here calls the user's loop; the loop calls what it
 * wants. Metrics take in batch after batch and merge with one another. Uses {@code tensor} and
 * {@code io}.
 */
package io.reverie.train;
