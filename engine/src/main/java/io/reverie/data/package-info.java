/**
 * Data: sets of samples, how they are cut, drawn and changed, and readers of the formats they come
 * in.
 *
 * <p>Start with {@link io.reverie.data.Dataset}, and {@link io.reverie.data.Epochs} to walk it;
 * {@link io.reverie.data.Idx} reads the files of MNIST and its kin, {@link io.reverie.data.Csv}
 * tables, {@link io.reverie.data.RowFile} sets that are larger than the heap. Augmentation is a
 * {@link io.reverie.data.Transform}; text becomes numbers by a {@link io.reverie.data.Tokenizer}.
 * Uses {@code io.reverie.tensor}.
 */
package io.reverie.data;
