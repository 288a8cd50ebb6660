package io.reverie.data;

import io.reverie.tensor.Shape;
import java.util.function.IntUnaryOperator;

/** Samples of a set under other labels. */
record RelabelledSamples(Dataset set, IntUnaryOperator labels) implements Samples {
  @Override
  public int size() {
    return set.size();
  }

  @Override
  public Shape sample() {
    return set.sample();
  }

  @Override
  public int label(int number) {
    return labels.applyAsInt(set.label(number));
  }

  @Override
  public void read(int number, float[] into, int at) {
    set.read(number, into, at);
  }
}
