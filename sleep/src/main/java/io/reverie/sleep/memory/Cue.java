package io.reverie.sleep.memory;

/**
 * A sound or smell that goes with some memories, and calls them back at night: targeted memory
 * reactivation (Rasch et al. 2007).
 */
@FunctionalInterface
public interface Cue {
  /** Whether the memory in this slot goes with the cue. */
  boolean calls(ReplayBuffer memory, int slot);

  /** Of memories of these classes. */
  static Cue ofClasses(int... labels) {
    int[] called = labels.clone();
    return (memory, slot) -> contains(called, memory.label(slot));
  }

  /** Of memories from these tasks. */
  static Cue ofTasks(int... tasks) {
    int[] called = tasks.clone();
    return (memory, slot) -> contains(called, memory.task(slot));
  }

  /** Of memories with one of these {@linkplain ReplayBuffer#tagging tags}, such as a source. */
  static Cue ofTags(int... tags) {
    int[] called = tags.clone();
    return (memory, slot) -> contains(called, memory.tag(slot));
  }

  /** k for memories that it calls, 1 for others. */
  default Priority times(double k) {
    if (!(k >= 0)) {
      throw new IllegalArgumentException(
          "cued memories %s times as likely: 0 or more is needed".formatted(k));
    }
    return (memory, slot) -> calls(memory, slot) ? k : 1;
  }

  private static boolean contains(int[] numbers, int number) {
    for (int other : numbers) {
      if (other == number) {
        return true;
      }
    }
    return false;
  }
}
