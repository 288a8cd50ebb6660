package io.reverie.sleep.memory;

import java.util.Arrays;

/**
 * Slots in chains, each slot in one chain at most: who came first is known at once, and anyone may
 * leave at once.
 */
final class Chains {
  static final int NONE = -1;

  private final int[] first;
  private final int[] last;
  private final int[] before;
  private final int[] after;

  Chains(int chains, int slots) {
    first = new int[chains];
    last = new int[chains];
    before = new int[slots];
    after = new int[slots];
    Arrays.fill(first, NONE);
    Arrays.fill(last, NONE);
  }

  /** The oldest of a chain, or {@link #NONE}. */
  int first(int chain) {
    return first[chain];
  }

  /** The newest of a chain, or {@link #NONE}. */
  int last(int chain) {
    return last[chain];
  }

  /** Who came next after this slot, or {@link #NONE}. */
  int after(int slot) {
    return after[slot];
  }

  void append(int chain, int slot) {
    before[slot] = last[chain];
    after[slot] = NONE;
    link(chain, last[chain], slot);
    last[chain] = slot;
  }

  void remove(int chain, int slot) {
    link(chain, before[slot], after[slot]);
    if (after[slot] == NONE) {
      last[chain] = before[slot];
    } else {
      before[after[slot]] = before[slot];
    }
  }

  /** What stands in one slot now stands in another; it keeps its place in the chain. */
  void move(int chain, int from, int to) {
    before[to] = before[from];
    after[to] = after[from];
    link(chain, before[to], to);
    if (after[to] == NONE) {
      last[chain] = to;
    } else {
      before[after[to]] = to;
    }
  }

  private void link(int chain, int slot, int next) {
    if (slot == NONE) {
      first[chain] = next;
    } else {
      after[slot] = next;
    }
  }
}
