/**
 * Data: sets of samples, batches, and readers of the formats they come in.
 *
 * <p>Start with {@link io.reverie.data.Dataset}; {@link io.reverie.data.Idx} reads the files of
 * MNIST and its kin. Uses {@code io.reverie.tensor}.
 */
package io.reverie.data;
