/**
 * The engine's central types: what a number is, and how steps are recorded and differentiated.
 *
 * <p>Start with {@link io.reverie.tensor.Tensor} and {@link io.reverie.tensor.Tape}; then {@link
 * io.reverie.tensor.Op}, the contract that every operation fulfils. {@link
 * io.reverie.tensor.Parameters} explains why all weights are one array, {@link
 * io.reverie.tensor.Compute} who does the work.
 *
 * <p>Uses {@code io.reverie.kernel} for threads. The one upward step of the house is here: {@code
 * Tensor} extends the fluent interfaces of {@code io.reverie.op}, so that {@code x.relu()} can be
 * written; nothing else in this package knows any operation.
 */
package io.reverie.tensor;
