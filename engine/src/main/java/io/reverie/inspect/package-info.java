/**
 * Looking into models: what is in there, what it costs, what flows, and is the gradient right?
 *
 * <p>{@link io.reverie.inspect.Summary} runs a model once; {@link io.reverie.inspect.Profile},
 * {@link io.reverie.inspect.Statistics} and {@link io.reverie.inspect.NanTrace} look on at tapes,
 * as any {@link io.reverie.tensor.Tape.Listener} may. {@link io.reverie.inspect.GradientCheck} and
 * {@link io.reverie.inspect.Curvature} stand for themselves. Start with {@code Summary}. Uses
 * {@code io.reverie.tensor} and {@code io.reverie.nn}.
 */
package io.reverie.inspect;
