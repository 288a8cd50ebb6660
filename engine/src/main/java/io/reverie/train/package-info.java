/**
 * Helpers around a training loop that stays the user's own code.
 *
 * <p>Start with {@link io.reverie.train.Progress}. Nothing here calls the user's loop; the loop
 * calls what it wants.
 */
package io.reverie.train;
