package io.reverie.sleep.memory;

import io.reverie.tensor.Rng;
import java.util.Objects;

/**
 * All that a {@link ReplayBuffer} holds at one moment, copied; what its settings say is not in it.
 *
 * @param inputs the samples in use, slot by slot
 * @param labels the class of each
 * @param tasks the task of each
 * @param steps how many samples had been offered when each was stored
 * @param logits the model's outputs stored with each; empty where none are kept
 * @param members the slots of the first class in the order in which they are drawn, of the second …
 * @param seen how many samples were offered
 * @param keeping where the stream stands that decides what is kept
 * @param recalling where the stream stands from which memories are drawn
 */
public record MemoryState(
    float[] inputs,
    int[] labels,
    int[] tasks,
    long[] steps,
    float[] logits,
    int[] members,
    long seen,
    Rng.State keeping,
    Rng.State recalling) {
  /** How many memories there are. */
  public int size() {
    return labels.length;
  }

  /** Throws unless a memory with so much room a sample could have held this. */
  void requireFit(int capacity, int width, int logitsEach, int classes) {
    int n = size();
    if (n > capacity || inputs.length != n * width || logits.length != n * logitsEach) {
      throw new IllegalArgumentException(
          "%d memories with %d numbers and %d logits in all, for a memory of %d samples with"
                  .formatted(n, inputs.length, logits.length, capacity)
              + " %d numbers and %d logits each".formatted(width, logitsEach));
    }
    if (tasks.length != n || steps.length != n || members.length != n) {
      throw new IllegalArgumentException(
          "%d labels, %d tasks, %d steps and %d members: as many of each are needed"
              .formatted(n, tasks.length, steps.length, members.length));
    }
    for (int i = 0; i < n; i++) {
      Objects.checkIndex(labels[i], classes);
      Objects.checkIndex(members[i], n);
    }
  }
}
