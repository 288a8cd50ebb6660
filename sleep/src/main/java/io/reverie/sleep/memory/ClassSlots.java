package io.reverie.sleep.memory;

import java.util.Arrays;
import java.util.Objects;

/** Which slots hold memories of which class, and which of them is the oldest. */
final class ClassSlots {
  /** The slots of each class, the first {@code counts[c]} of row c. */
  private final int[][] slots;

  private final int[] counts;

  /** Where in its class a slot stands. */
  private final int[] place;

  private final Chains ages;

  ClassSlots(int classes, int capacity) {
    slots = new int[classes][0];
    counts = new int[classes];
    place = new int[capacity];
    ages = new Chains(classes, capacity);
  }

  void join(int label, int slot) {
    if (counts[label] == slots[label].length) {
      slots[label] = Arrays.copyOf(slots[label], Math.max(8, 2 * counts[label]));
    }
    place[slot] = counts[label];
    slots[label][counts[label]++] = slot;
    ages.append(label, slot);
  }

  void leave(int label, int slot) {
    int[] members = slots[label];
    int last = members[--counts[label]];
    members[place[slot]] = last;
    place[last] = place[slot];
    ages.remove(label, slot);
  }

  /** A memory of this class now stands in another slot. */
  void move(int label, int from, int to) {
    slots[label][place[from]] = to;
    place[to] = place[from];
    ages.move(label, from, to);
  }

  int count(int label) {
    return counts[label];
  }

  int slot(int label, int i) {
    return slots[label][Objects.checkIndex(i, counts[label])];
  }

  int place(int slot) {
    return place[slot];
  }

  int oldest(int label) {
    return ages.first(label);
  }

  int newest(int label) {
    return ages.last(label);
  }

  int younger(int slot) {
    return ages.after(slot);
  }

  int largest() {
    int largest = 0;
    for (int c = 1; c < counts.length; c++) {
      if (counts[c] > counts[largest]) {
        largest = c;
      }
    }
    return largest;
  }

  int[] present() {
    int[] present = new int[counts.length];
    int n = 0;
    for (int c = 0; c < counts.length; c++) {
      if (counts[c] > 0) {
        present[n++] = c;
      }
    }
    return Arrays.copyOf(present, n);
  }

  /**
   * Fills an empty index anew.
   *
   * @param byAge all slots in use, oldest first
   * @param labels the class of each slot
   * @param places where in its class each slot stands
   * @return whether these places can be
   */
  boolean fill(int[] byAge, int[] labels, int[] places) {
    for (int slot : byAge) {
      join(labels[slot], slot);
    }
    for (int[] members : slots) {
      Arrays.fill(members, Chains.NONE);
    }
    for (int slot : byAge) {
      int at = places[slot];
      int[] members = slots[labels[slot]];
      if (at < 0 || at >= counts[labels[slot]] || members[at] != Chains.NONE) {
        return false;
      }
      members[at] = slot;
      place[slot] = at;
    }
    return true;
  }
}
