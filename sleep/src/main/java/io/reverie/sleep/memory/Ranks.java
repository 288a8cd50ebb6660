package io.reverie.sleep.memory;

import io.reverie.data.MalformedDataException;
import io.reverie.data.Priorities;
import java.util.stream.IntStream;

/** How likely each slot is to be drawn by priority; one that is empty never is. */
final class Ranks {
  private final Priority priority;
  private final Priorities tree;

  /** The largest known since all were ranked; 0 as long as none is known. */
  private double largest;

  Ranks(Priority priority, int capacity) {
    this.priority = priority;
    this.tree = Priorities.of(capacity);
    tree.set(IntStream.range(0, capacity).toArray(), new double[capacity]);
  }

  double rank(int slot) {
    return tree.get(slot);
  }

  double total() {
    return tree.total();
  }

  double largest() {
    return largest;
  }

  Priorities tree() {
    return tree;
  }

  /** A memory of which nothing is known yet comes before all that are known. */
  void stored(int slot) {
    tree.set(slot, largest > 0 ? largest : 1);
  }

  void removed(int slot) {
    tree.set(slot, 0);
  }

  void moved(int from, int to) {
    tree.set(to, tree.get(from));
    tree.set(from, 0);
  }

  void rankAll(ReplayBuffer memory) {
    largest = 0;
    set(memory, IntStream.range(0, memory.size()).toArray());
  }

  void rank(ReplayBuffer memory, int... slots) {
    if (largest == 0) {
      rankAll(memory); // those not known yet follow the first that is
    } else {
      set(memory, slots);
    }
  }

  private void set(ReplayBuffer memory, int... slots) {
    double[] ranks = new double[slots.length];
    for (int i = 0; i < slots.length; i++) {
      ranks[i] = known(memory, slots[i]);
      largest = ranks[i] > largest ? ranks[i] : largest;
    }
    for (int i = 0; i < slots.length; i++) {
      if (Double.isNaN(ranks[i])) {
        ranks[i] = largest > 0 ? largest : 1;
      }
    }
    tree.set(slots, ranks);
  }

  /** The priority of a memory, NaN where it is not known. */
  private double known(ReplayBuffer memory, int slot) {
    double value = priority.of(memory, slot);
    if (value < 0) {
      throw new IllegalArgumentException(
          "priority %s of slot %d: 0 or more is needed, NaN where it is not known"
              .formatted(value, slot));
    }
    return value < Double.POSITIVE_INFINITY ? value : Double.NaN;
  }

  void write(int size, Sink sink) {
    double[] leaves = new double[size];
    for (int slot = 0; slot < size; slot++) {
      leaves[slot] = tree.get(slot);
    }
    sink.doubles(largest);
    sink.doubles(leaves);
  }

  void read(int size, Source source) throws MalformedDataException {
    double[] leaves = new double[size];
    largest = source.nextDouble();
    source.require(largest >= 0 && largest < Double.POSITIVE_INFINITY, "the largest priority");
    source.doubles(leaves, size);
    for (double leaf : leaves) {
      source.require(leaf >= 0 && leaf < Double.POSITIVE_INFINITY, "priorities");
    }
    tree.set(IntStream.range(0, size).toArray(), leaves);
  }
}
