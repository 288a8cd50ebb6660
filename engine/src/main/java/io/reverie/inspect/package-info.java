/**
 * Looking into models: is the gradient right, and later what is in there.
 *
 * <p>Start with {@link io.reverie.inspect.GradientCheck}. Uses {@code io.reverie.tensor}.
 */
package io.reverie.inspect;
