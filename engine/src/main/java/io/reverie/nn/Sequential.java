package io.reverie.nn;

import io.reverie.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * Layers one after the other. An {@link Activation} right behind a {@link Linear} or {@link Conv2d}
 * is done in one operation with it, bit for bit the same, unless somebody {@linkplain
 * io.reverie.tensor.Tape#listen listens}.
 *
 * @param layers the layers, first to last
 */
public record Sequential(List<Layer> layers) implements Layer {
  /** Copies the list. */
  public Sequential {
    layers = List.copyOf(layers);
  }

  /** These layers, first to last. */
  public static Sequential of(Layer... layers) {
    return new Sequential(List.of(layers));
  }

  @Override
  public Tensor forward(Tensor x) {
    Tensor y = x;
    for (int i = 0; i < layers.size(); i++) {
      Layer layer = layers.get(i);
      if (i + 1 < layers.size() && Activated.joins(layer, layers.get(i + 1))) {
        y = Activated.forward(layer, layers.get(++i), y);
      } else {
        y = layer.forward(y);
      }
    }
    return y;
  }

  /** The layers by number, as PyTorch names them: {@code 0.weight}. */
  @Override
  public SequencedMap<String, Object> parts() {
    SequencedMap<String, Object> parts = new LinkedHashMap<>();
    for (int i = 0; i < layers.size(); i++) {
      parts.put(String.valueOf(i), layers.get(i));
    }
    return parts;
  }
}
