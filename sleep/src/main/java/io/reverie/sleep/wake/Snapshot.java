package io.reverie.sleep.wake;

import io.reverie.nn.Layer;
import io.reverie.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * All numbers of a model at one moment: its parameters and its buffers, such as the running
 * statistics of batch norms.
 *
 * @param numbers by the names of {@link Layer#state}; nobody's to change
 */
public record Snapshot(Map<String, float[]> numbers) {
  /** The numbers of this model now, copied. */
  public static Snapshot of(Layer model) {
    Map<String, float[]> numbers = new LinkedHashMap<>();
    model.state().forEach((name, tensor) -> numbers.put(name, tensor.toArray()));
    return new Snapshot(numbers);
  }

  /**
   * Sets the model's numbers to those of then.
   *
   * @throws IllegalArgumentException if it is another model; nothing is changed then
   */
  public void restore(Layer model) {
    Map<String, Tensor> state = model.state();
    if (!state.keySet().equals(numbers.keySet())) {
      throw new IllegalArgumentException(
          "a snapshot of %s for a model of %s: it is of another model"
              .formatted(numbers.keySet(), state.keySet()));
    }
    state.forEach((name, tensor) -> {
      float[] then = Objects.requireNonNull(numbers.get(name));
      if (then.length != tensor.size()) {
        throw new IllegalArgumentException(
            "a snapshot with %d numbers of %s for a model with %s: it is of another model"
                .formatted(then.length, name, tensor.shape()));
      }
    });
    state.forEach((name, tensor) -> {
      float[] then = Objects.requireNonNull(numbers.get(name));
      System.arraycopy(then, 0, tensor.array(), tensor.offset(), then.length);
    });
  }
}
