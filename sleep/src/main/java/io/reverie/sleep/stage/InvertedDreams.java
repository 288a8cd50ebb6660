package io.reverie.sleep.stage;

import io.reverie.data.Transform;
import io.reverie.sleep.dream.Inversion;
import io.reverie.tensor.Indices;
import io.reverie.tensor.Tensor;

/** Dreams that are optimised from noise. */
record InvertedDreams(Inversion inversion, int pool, Transform recall) implements DreamSource {
  InvertedDreams {
    if (pool < 1) {
      throw new IllegalArgumentException("a pool of " + pool + " dreams: at least 1 is needed");
    }
  }

  @Override
  public Dreamer begin(Night night) {
    int[] labels = GeneratedDreams.balancedLabels(night, pool);
    Tensor made =
        inversion.invert(
            night.asAtBedtime(),
            labels,
            night.memory().sample(),
            night.rng(),
            night.learner().ledger());
    Tensor targets = Indices.of(labels, pool).oneHot(night.memory().classes());
    Dreams all = Dreams.of("inversion", made, targets);
    return n -> {
      int[] chosen = new int[n];
      for (int i = 0; i < n; i++) {
        chosen[i] = night.rng().nextInt(pool);
      }
      Dreams some = all.select(chosen);
      recall.apply(some.inputs(), night.rng());
      return some;
    };
  }
}
