package io.reverie.data;

import io.reverie.tensor.Shape;

/** Samples that stand in one array, one after the other. */
record FloatSamples(float[] inputs, int[] labels, Shape sample) implements Samples {
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
    System.arraycopy(inputs, number * size, into, at, size);
  }
}
