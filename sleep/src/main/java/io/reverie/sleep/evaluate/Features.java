package io.reverie.sleep.evaluate;

import io.reverie.nn.Layer;
import io.reverie.nn.Sequential;
import io.reverie.tensor.Tape;
import io.reverie.tensor.Tensor;
import java.util.function.UnaryOperator;

/**
 * What a network makes of its input on the way: functions of a batch, in memory of their own,
 * without dropout and without a charge. Any function will do where a model is no {@link
 * Sequential}.
 */
public final class Features {
  private Features() {}

  /** What comes out of a layer in use. */
  public static UnaryOperator<Tensor> of(Layer layer) {
    return x -> {
      try (var _ = Tape.infer()) {
        return layer.forward(x).copy();
      }
    };
  }

  /** What comes out after the first layers of a chain. */
  public static UnaryOperator<Tensor> after(Sequential model, int layers) {
    if (layers < 0 || layers > model.layers().size()) {
      throw new IllegalArgumentException(
          "features after %d of %d layers: 0 to all are possible"
              .formatted(layers, model.layers().size()));
    }
    return of(new Sequential(model.layers().subList(0, layers)));
  }

  /** What goes into the last layer of a chain: the representation that a linear head reads. */
  public static UnaryOperator<Tensor> beforeLast(Sequential model) {
    return after(model, Math.max(0, model.layers().size() - 1));
  }
}
