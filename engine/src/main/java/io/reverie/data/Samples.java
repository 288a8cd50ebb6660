package io.reverie.data;

import io.reverie.tensor.Shape;

/**
 * Where samples come from, by number: an array, a file, a computation.
 *
 * <p>Implement it for a source of one's own and hand it to {@link Dataset#of(Samples)}; everything
 * that a set can do works on top. Reading the same number twice should give the same sample. A
 * source that is safe to read from many threads makes a set that is.
 */
public interface Samples {
  /** How many samples there are; their numbers run from 0. */
  int size();

  /** The shape of every sample. */
  Shape sample();

  /** The label of a sample. */
  int label(int number);

  /** Writes a sample, {@code sample().size()} numbers, into an array from {@code at} on. */
  void read(int number, float[] into, int at);
}
