package io.reverie.sleep.stage;

import io.reverie.nn.Layer;
import io.reverie.tensor.Parameter;
import io.reverie.tensor.Tensor;
import java.util.List;

/**
 * The buffers of a model, such as the running statistics of batch norms, as one row of numbers.
 *
 * @param buffers in the order of {@link Layer#state}
 */
record Statistics(List<Tensor> buffers) {
  static Statistics of(Layer model) {
    return new Statistics(
        model.state().values().stream()
            .filter(numbers -> !(numbers instanceof Parameter))
            .toList());
  }

  /** A copy of all of them. */
  float[] now() {
    float[] all = new float[buffers.stream().mapToInt(Tensor::size).sum()];
    int place = 0;
    for (Tensor buffer : buffers) {
      System.arraycopy(buffer.array(), buffer.offset(), all, place, buffer.size());
      place += buffer.size();
    }
    return all;
  }

  /** Sets them to what they were. */
  void putBack(float[] then) {
    int place = 0;
    for (Tensor buffer : buffers) {
      System.arraycopy(then, place, buffer.array(), buffer.offset(), buffer.size());
      place += buffer.size();
    }
  }
}
