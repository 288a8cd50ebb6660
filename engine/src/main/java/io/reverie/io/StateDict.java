package io.reverie.io;

import io.reverie.nn.Layer;
import io.reverie.tensor.Shape;
import io.reverie.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/**
 * The weights and buffers of a model by name, as PyTorch's {@code state_dict} has them: the same
 * names and the same layouts, both ways.
 */
public final class StateDict {
  private StateDict() {}

  /** A copy of a model's weights and buffers. */
  public static SequencedMap<String, Tensor> of(Layer model) {
    SequencedMap<String, Tensor> copy = new LinkedHashMap<>();
    model.state().forEach((name, tensor) -> copy.put(name, tensor.copy()));
    return copy;
  }

  /**
   * What did not fit when weights were loaded.
   *
   * @param missing names that the model has and the file does not
   * @param unexpected names that the file has and the model does not
   */
  public record Report(List<String> missing, List<String> unexpected) {
    /** Copies the lists. */
    public Report {
      missing = List.copyOf(missing);
      unexpected = List.copyOf(unexpected);
    }

    /** Whether every name of the one was found in the other. */
    public boolean complete() {
      return missing.isEmpty() && unexpected.isEmpty();
    }

    /**
     * Throws unless every name was found.
     *
     * @throws IllegalArgumentException listing what is missing and what is too much
     */
    public void requireComplete() {
      if (!complete()) {
        throw new IllegalArgumentException(
            "the weights do not fit the model: missing %s, unexpected %s"
                .formatted(missing, unexpected));
      }
    }
  }

  /**
   * Copies weights into a model wherever names are equal, and reports the others. PyTorch's count
   * of batches in batch norms ({@code num_batches_tracked}) is passed over.
   *
   * @throws IllegalArgumentException if a tensor's shape is not the model's; nothing is changed
   *     then
   */
  public static Report load(Layer model, Map<String, Tensor> weights) {
    SequencedMap<String, Tensor> state = model.state();
    List<String> missing = new ArrayList<>();
    state.forEach((name, tensor) -> {
      Tensor value = weights.get(name);
      if (value == null) {
        missing.add(name);
      } else {
        requireShape(name, value.shape(), tensor.shape());
      }
    });
    List<String> unexpected = new ArrayList<>();
    for (String name : weights.keySet()) {
      if (!state.containsKey(name) && !name.endsWith("num_batches_tracked")) {
        unexpected.add(name);
      }
    }
    state.forEach((name, tensor) -> {
      Tensor value = weights.get(name);
      if (value != null) {
        System.arraycopy(
            value.array(), value.offset(), tensor.array(), tensor.offset(), tensor.size());
      }
    });
    return new Report(missing, unexpected);
  }

  private static void requireShape(String name, Shape came, Shape wanted) {
    if (!came.equals(wanted)) {
      throw new IllegalArgumentException(
          "weight \"%s\" has shape %s, the model's has %s".formatted(name, came, wanted));
    }
  }
}
