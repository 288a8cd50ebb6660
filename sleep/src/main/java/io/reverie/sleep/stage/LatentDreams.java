package io.reverie.sleep.stage;

import io.reverie.data.Batch;
import io.reverie.nn.Layer;
import io.reverie.nn.Sequential;
import io.reverie.sleep.dream.ClassGaussians;
import io.reverie.tensor.Indices;
import io.reverie.tensor.Tape;
import io.reverie.tensor.Tensor;
import java.util.List;

/** Dreams of a hidden layer, drawn from a Gaussian for each class. */
record LatentDreams(int layers, float shrink) implements DreamSource {
  @Override
  public Dreamer begin(Night night) {
    Batch all = night.memory().all().batch();
    Layer below = new Sequential(sequence(night.learner().model()).subList(0, layers));
    night.learner().ledger().forwardSamples(all.size());
    Tensor features;
    try (var _ = Tape.infer()) {
      features = below.forward(all.inputs()).copy();
    }
    int classes = night.memory().classes();
    var gaussians = ClassGaussians.of(features, all.labels(), classes, shrink);
    // Behind a rectifier no feature is negative, and dreams should not be either.
    boolean rectified = features.size() > 0 && features.reshape(-1).amin(0).item() >= 0;
    return n -> {
      int[] labels = GeneratedDreams.balancedLabels(night, n);
      Tensor drawn = gaussians.sample(labels, night.rng());
      return new Dreams(
          "latent",
          rectified ? drawn.relu() : drawn,
          Indices.of(labels, n).oneHot(classes),
          i -> List.of(),
          this::above);
    };
  }

  private Layer above(Layer model) {
    List<Layer> all = sequence(model);
    return new Sequential(all.subList(layers, all.size()));
  }

  private List<Layer> sequence(Layer model) {
    if (model instanceof Sequential sequential
        && layers >= 0
        && layers < sequential.layers().size()) {
      return sequential.layers();
    }
    throw new IllegalArgumentException(
        "dreams above %d layers of %s: a Sequential of more layers is needed"
            .formatted(layers, model.getClass().getSimpleName()));
  }
}
