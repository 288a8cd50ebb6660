package io.reverie.sleep.memory;

import io.reverie.tensor.Rng;

/** All slots in order; a draw shuffles the front and puts it back. */
final class Deck {
  private final int[] cards;

  Deck(int capacity) {
    cards = new int[capacity];
    for (int i = 0; i < capacity; i++) {
      cards[i] = i;
    }
  }

  /** Up to n different ones of the first {@code size} slots. */
  int[] draw(int n, int size, Rng rng) {
    int[] chosen = new int[Math.min(n, size)];
    int[] swapped = new int[chosen.length];
    for (int i = 0; i < chosen.length; i++) {
      swapped[i] = i + rng.nextInt(size - i);
      swap(i, swapped[i]);
      chosen[i] = cards[i];
    }
    // The deck goes back to its order: a draw depends on its stream alone, not on earlier draws.
    for (int i = chosen.length - 1; i >= 0; i--) {
      swap(i, swapped[i]);
    }
    return chosen;
  }

  private void swap(int i, int j) {
    int card = cards[i];
    cards[i] = cards[j];
    cards[j] = card;
  }
}
