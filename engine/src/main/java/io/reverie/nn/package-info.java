/**
 * Layers: functions with parameters, from which models are put together.
 *
 * <p>Start with {@link io.reverie.nn.Layer} and {@link io.reverie.nn.Linear}. A layer is a record
 * of its parameters and attributes; names such as {@code blocks.0.weight} come from the components.
 * A model is a record of layers, a {@link io.reverie.nn.Sequential}, or any function of a tensor.
 *
 * <p>Uses {@code io.reverie.tensor} and the fluent operations of {@code io.reverie.op}.
 */
package io.reverie.nn;
