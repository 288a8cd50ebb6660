/**
 * Optimizers: how gradients change parameters.
 *
 * <p>Start with {@link io.reverie.optim.Optimizer} and {@link io.reverie.optim.Sgd}. Each is one
 * pass over the model's flat arrays, and leaves the gradients at zero for the next step. Uses
 * {@code io.reverie.nn} to find a model's parameters.
 */
package io.reverie.optim;
