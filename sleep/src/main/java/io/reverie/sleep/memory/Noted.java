package io.reverie.sleep.memory;

import io.reverie.data.MalformedDataException;
import io.reverie.tensor.Nullable;
import java.util.Arrays;

/** What was noted of the memory in each slot: the columns behind {@link Notes}. */
final class Noted {
  private static final int RIGHT = 1;
  private static final int EVER_RIGHT = 2;
  private static final int ONE_FLIP = 4;

  final float[] loss;
  final float[] margin;
  final float[] error;

  /** Whether the last answer was right, whether one ever was, and how often it was forgotten. */
  private final int[] answers;

  /** All slots in use, those stored or noted longest ago first. */
  final Chains order;

  @Nullable Ranks ranks;

  Noted(int capacity) {
    loss = new float[capacity];
    margin = new float[capacity];
    error = new float[capacity];
    answers = new int[capacity];
    order = new Chains(1, capacity);
    Arrays.fill(loss, Float.NaN); // of an empty slot nothing is known either
  }

  /** Slots that were in use before notes were taken. */
  void begin(int size) {
    for (int slot = 0; slot < size; slot++) {
      forget(slot);
      order.append(0, slot);
    }
  }

  /** A slot has a new memory, where there was one before or not. */
  void stored(int slot, boolean replaced) {
    if (replaced) {
      order.remove(0, slot);
    }
    forget(slot);
    order.append(0, slot);
    if (ranks != null) {
      ranks.stored(slot);
    }
  }

  private void forget(int slot) {
    loss[slot] = Float.NaN;
    margin[slot] = Float.NaN;
    error[slot] = Float.NaN;
    answers[slot] = 0;
  }

  void removed(int slot) {
    order.remove(0, slot);
    if (ranks != null) {
      ranks.removed(slot);
    }
  }

  void moved(int from, int to) {
    loss[to] = loss[from];
    margin[to] = margin[from];
    error[to] = error[from];
    answers[to] = answers[from];
    order.move(0, from, to);
    if (ranks != null) {
      ranks.moved(from, to);
    }
  }

  void note(int slot, Scores.Score score) {
    loss[slot] = score.loss();
    margin[slot] = score.margin();
    error[slot] = score.error();
    if (score.right()) {
      answers[slot] |= RIGHT | EVER_RIGHT;
    } else if ((answers[slot] & RIGHT) != 0) {
      answers[slot] += ONE_FLIP - RIGHT;
    }
    order.remove(0, slot);
    order.append(0, slot);
  }

  int forgotten(int slot) {
    return answers[slot] / ONE_FLIP;
  }

  boolean everRight(int slot) {
    return (answers[slot] & EVER_RIGHT) != 0;
  }

  /** Bytes of the columns, and of the order and priorities, which nothing else could tell. */
  long bytes() {
    long each = 3L * Float.BYTES + Integer.BYTES + 2L * Integer.BYTES;
    return (each + (ranks == null ? 0 : Double.BYTES)) * loss.length;
  }

  void write(int size, Sink sink) {
    sink.floats(loss, size);
    sink.floats(margin, size);
    sink.floats(error, size);
    sink.ints(answers, size);
    int[] slots = new int[size];
    for (int i = 0, slot = order.first(0); i < size; i++, slot = order.after(slot)) {
      slots[i] = slot;
    }
    sink.ints(slots, size);
    if (ranks != null) {
      ranks.write(size, sink);
    }
  }

  void read(int size, Source source) throws MalformedDataException {
    source.floats(loss, size);
    source.floats(margin, size);
    source.floats(error, size);
    source.ints(answers, size);
    int[] slots = new int[size];
    source.ints(slots, size);
    boolean[] there = new boolean[size];
    for (int slot : slots) {
      source.require(slot >= 0 && slot < size && !there[slot], "the order of the notes");
      there[slot] = true;
      order.append(0, slot);
    }
    if (ranks != null) {
      ranks.read(size, source);
    }
  }
}
