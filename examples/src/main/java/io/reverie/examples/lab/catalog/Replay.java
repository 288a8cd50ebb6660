package io.reverie.examples.lab.catalog;

import io.reverie.data.Batch;
import io.reverie.data.Transform;
import io.reverie.sleep.memory.Draw;
import io.reverie.sleep.memory.ReplayBuffer;
import io.reverie.sleep.stage.Stage;
import io.reverie.tensor.Rng;
import io.reverie.tensor.Tensor;

/** Nights of one block: plain balanced replay, and the controls that should do nothing good. */
public enum Replay {
  /** Not one block: the four stages. */
  NONE,
  /** Balanced replay of the memory and nothing else. */
  BALANCED,
  /** Replay where each memory is as likely as any other. */
  UNIFORM,
  /** Noise instead of images, under the memories' labels. */
  NOISE,
  /** Images with each other's labels. */
  SHUFFLED_LABELS,
  /** Memories of the last task alone. */
  CURRENT_TASK;

  /** The stage. */
  Stage stage(int batch, Transform recall) {
    return (night, steps) -> {
      for (int i = 0; i < steps; i++) {
        Batch recalled = night.recall(draw(), batch).batch();
        recall.apply(recalled.inputs(), night.rng());
        if (this == NOISE) {
          fill(recalled.inputs(), night.rng());
        }
        if (this == SHUFFLED_LABELS) {
          night.rng().shuffle(recalled.labels());
        }
        night.step(recalled);
      }
    };
  }

  private Draw draw() {
    return switch (this) {
      case UNIFORM -> Replay::anyOf;
      case CURRENT_TASK -> Replay::ofLastTask;
      default -> Draw.balanced();
    };
  }

  /** With repetition, as the balanced draw has it. */
  private static int[] anyOf(ReplayBuffer memory, int n, Rng rng) {
    int[] slots = new int[memory.size() == 0 ? 0 : n];
    for (int i = 0; i < slots.length; i++) {
      slots[i] = rng.nextInt(memory.size());
    }
    return slots;
  }

  private static int[] ofLastTask(ReplayBuffer memory, int n, Rng rng) {
    int last = 0;
    int count = 0;
    int[] found = new int[memory.size()];
    for (int slot = 0; slot < memory.size(); slot++) {
      if (memory.task(slot) > last) {
        last = memory.task(slot);
        count = 0;
      }
      if (memory.task(slot) == last) {
        found[count++] = slot;
      }
    }
    int[] slots = new int[count == 0 ? 0 : n];
    for (int i = 0; i < slots.length; i++) {
      slots[i] = found[rng.nextInt(count)];
    }
    return slots;
  }

  private static void fill(Tensor inputs, Rng rng) {
    float[] x = inputs.array();
    for (int i = 0; i < inputs.size(); i++) {
      x[inputs.offset() + i] = rng.nextFloat();
    }
  }
}
