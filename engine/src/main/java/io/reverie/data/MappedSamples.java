package io.reverie.data;

import io.reverie.tensor.Shape;
import io.reverie.tensor.Tensor;
import java.util.function.UnaryOperator;

/** Samples of a set, seen through a function. */
record MappedSamples(Dataset set, UnaryOperator<Tensor> function, Shape sample) implements Samples {

  /** Learns the shape from the first sample; an empty set keeps its own. */
  static MappedSamples of(Dataset set, UnaryOperator<Tensor> function) {
    Shape shape = set.sample();
    if (set.size() > 0) {
      shape = function.apply(sample(set, 0)).shape();
    }
    return new MappedSamples(set, function, shape);
  }

  private static Tensor sample(Dataset set, int number) {
    float[] values = new float[set.sample().size()];
    set.read(number, values, 0);
    return Tensor.of(values, 0, set.sample());
  }

  @Override
  public int size() {
    return set.size();
  }

  @Override
  public int label(int number) {
    return set.label(number);
  }

  @Override
  public void read(int number, float[] into, int at) {
    Tensor mapped = function.apply(sample(set, number));
    if (!mapped.shape().equals(sample)) {
      throw new IllegalStateException(
          "the function of a mapped set made %s of sample %d and %s of sample 0: one shape is needed"
              .formatted(mapped.shape(), number, sample));
    }
    System.arraycopy(mapped.array(), mapped.offset(), into, at, mapped.size());
  }
}
