/**
 * Files of tensors: safetensors, NumPy's formats, state dicts and training checkpoints.
 *
 * <p>Start with {@link io.reverie.io.Safetensors}, {@link io.reverie.io.StateDict} and {@link
 * io.reverie.io.Checkpoint}. Readers trust nothing: sizes are checked against the file before
 * anything is allocated, and a broken file is an {@link io.reverie.data.MalformedDataException}
 * that names it. Writers go through a temporary file that is synced and renamed, so that a file is
 * either the old one or the new one. Uses {@code tensor}, {@code nn}, {@code optim} and {@code
 * data}.
 */
package io.reverie.io;
