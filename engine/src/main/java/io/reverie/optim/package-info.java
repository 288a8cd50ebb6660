/**
 * Optimizers: how gradients change parameters.
 *
 * <p>Start with {@link io.reverie.optim.Optimizer} and {@link io.reverie.optim.Sgd}. Each is one
 * pass over the model's flat arrays, and leaves the gradients at zero for the next step. {@link
 * io.reverie.optim.Schedule} is how the rate changes; {@link io.reverie.optim.Clip}, {@link
 * io.reverie.optim.Averaged}, {@link io.reverie.optim.Sam} and {@link io.reverie.optim.Lookahead}
 * go around. Uses {@code io.reverie.nn} to find a model's parameters.
 */
package io.reverie.optim;
