package io.reverie.data;

import io.reverie.tensor.Shape;

/**
 * Samples held as bytes 0…255, a quarter of the memory, and read as 0…1.
 *
 * @param start where in a record its first input byte stands, behind its label bytes
 */
record ByteSamples(byte[] records, int start, int[] labels, Shape sample) implements Samples {
  @Override
  public int size() {
    return labels.length;
  }

  @Override
  public int label(int number) {
    return labels[number];
  }

  @Override
  public void read(int number, float[] into, int at) {
    int size = sample.size();
    int from = number * (start + size) + start;
    for (int i = 0; i < size; i++) {
      into[at + i] = (records[from + i] & 0xFF) / 255f;
    }
  }
}
