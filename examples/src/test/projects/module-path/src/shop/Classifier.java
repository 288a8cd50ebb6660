package shop;

import io.reverie.nn.Layer;
import io.reverie.nn.Linear;
import io.reverie.tensor.Rng;
import io.reverie.tensor.Tensor;

/** A model of one's own; its parts are found by reflection. */
public record Classifier(Linear hidden, Linear out) implements Layer {
  static Classifier of(int features, int classes, Rng rng) {
    return new Classifier(Linear.of(features, 32, rng), Linear.of(32, classes, rng));
  }

  @Override
  public Tensor forward(Tensor x) {
    return out.forward(hidden.forward(x).relu());
  }
}
