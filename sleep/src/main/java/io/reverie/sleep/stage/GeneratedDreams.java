package io.reverie.sleep.stage;

import io.reverie.sleep.dream.Generator;
import io.reverie.sleep.wake.Learner;
import io.reverie.tensor.Indices;
import io.reverie.tensor.Tensor;
import java.util.Map;

/** Dreams that a generator makes. */
record GeneratedDreams(Generator generator, int lessons, int batch) implements DreamSource {
  GeneratedDreams {
    if (lessons < 0 || batch < 1) {
      throw new IllegalArgumentException(
          "%d lessons of %d memories for a generator: at least 0 and 1 are needed"
              .formatted(lessons, batch));
    }
  }

  @Override
  public Dreamer begin(Night night) {
    for (int i = 0; i < lessons; i++) {
      generator.learn(night.recall(batch), night.rng());
    }
    return n -> {
      int[] labels = balancedLabels(night, n);
      Tensor targets =
          generator.conditional() ? Indices.of(labels, n).oneHot(night.memory().classes()) : null;
      return Dreams.of("generator", generator.sample(labels, night.rng()), targets);
    };
  }

  /** The classes in memory in equal parts; which come first is drawn. */
  static int[] balancedLabels(Night night, int n) {
    int[] present = night.memory().presentClasses();
    int[] labels = new int[n];
    for (int i = 0; i < n; i++) {
      if (i % present.length == 0) {
        night.rng().shuffle(present);
      }
      labels[i] = present[i % present.length];
    }
    return labels;
  }

  @Override
  public Map<String, Learner> others() {
    return Map.of("generator", generator.learner());
  }
}
