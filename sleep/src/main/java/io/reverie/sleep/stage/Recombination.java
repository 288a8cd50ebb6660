package io.reverie.sleep.stage;

import io.reverie.data.Batch;
import io.reverie.data.Mixed;
import io.reverie.data.Transform;
import io.reverie.sleep.memory.ReplayBuffer;
import io.reverie.tensor.Rng;
import java.util.List;
import java.util.function.UnaryOperator;

/** Dreams made of two memories each. */
record Recombination(String name, Partner partner, Transform recall, Mixer mixer)
    implements DreamSource {
  /** How two batches become one. */
  @FunctionalInterface
  interface Mixer {
    Mixed mix(Batch first, Batch second, Rng rng);
  }

  @Override
  public Dreamer begin(Night night) {
    return n -> {
      Batch first = night.recall(n);
      Batch second = partners(night, first.labels());
      recall.apply(first.inputs(), night.rng());
      recall.apply(second.inputs(), night.rng());
      Mixed mixed = mixer.mix(first, second, night.rng());
      return new Dreams(
          name,
          mixed.inputs(),
          mixed.targets(night.memory().classes()),
          i -> List.of(parent(first, i, mixed.share()), parent(second, i, 1 - mixed.share())),
          UnaryOperator.identity());
    };
  }

  private static Dream.Parent parent(Batch batch, int i, float share) {
    return new Dream.Parent(Dreams.row(batch.inputs(), i), batch.labels()[i], share);
  }

  private Batch partners(Night night, int[] labels) {
    if (partner == Partner.ANY) {
      return night.recall(labels.length);
    }
    ReplayBuffer memory = night.memory();
    int[] present = memory.presentClasses();
    int[] slots = new int[labels.length];
    for (int i = 0; i < slots.length; i++) {
      int label =
          partner == Partner.SAME_CLASS ? labels[i] : another(present, labels[i], night.rng());
      slots[i] = memory.slotOf(label, night.rng().nextInt(memory.count(label)));
    }
    return memory.recall(slots).batch();
  }

  private static int another(int[] present, int label, Rng rng) {
    if (present.length == 1) {
      return label;
    }
    int drawn = present[rng.nextInt(present.length - 1)];
    // The last one stands in for the class itself: each other class is as likely as any.
    return drawn == label ? present[present.length - 1] : drawn;
  }
}
