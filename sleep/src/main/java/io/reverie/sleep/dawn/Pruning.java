package io.reverie.sleep.dawn;

import io.reverie.nn.Layer;
import io.reverie.tensor.Parameter;
import java.util.Arrays;
import java.util.List;

/** {@link Compression#prune}. */
record Pruning(double share) implements Compression {
  Pruning {
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException("pruning of a share of " + share + ": 0 to 1 is possible");
    }
  }

  @Override
  public Layer of(Layer model) {
    Layer copy = model.copy();
    List<Parameter> weights = Quantisation.weights(copy);
    int n = weights.stream().mapToInt(Parameter::size).sum();
    int pruned = (int) Math.round(share * n);
    if (pruned == 0) {
      return copy;
    }
    float[] sizes = new float[n];
    int at = 0;
    for (Parameter weight : weights) {
      for (float w : weight.toArray()) {
        sizes[at++] = Math.abs(w);
      }
    }
    Arrays.sort(sizes);
    float border = sizes[pruned - 1];
    int equal = 0; // of those exactly at the border, so many fall
    for (int i = pruned - 1; i >= 0 && sizes[i] == border; i--) {
      equal++;
    }
    for (Parameter weight : weights) {
      float[] array = weight.array();
      for (int i = weight.offset(); i < weight.offset() + weight.size(); i++) {
        float size = Math.abs(array[i]);
        if (size < border || size == border && equal-- > 0) {
          array[i] = 0;
        }
      }
    }
    return copy;
  }
}
