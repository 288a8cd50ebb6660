package io.reverie.sleep.memory;

import io.reverie.data.MalformedDataException;
import io.reverie.tensor.Nullable;
import io.reverie.tensor.Tensor;
import java.util.Arrays;
import java.util.function.Supplier;

/** All that stands in the slots of a memory: what a file of it holds, but for its streams. */
final class Contents {
  final Rows rows;
  final int[] labels;
  final int[] tasks;
  final int[] tags;
  final long[] steps;
  final float @Nullable [] logits;
  final ClassSlots byClass;
  final int classes;
  @Nullable Noted noted;
  int size;
  long seen;

  /** What is stored from now on carries this tag. */
  int tag;

  /** What the rows are is asked for once it is known that there can be such a memory. */
  Contents(int capacity, int classes, boolean withLogits, Supplier<Rows> rows) {
    if (capacity < 1 || classes < 1) {
      throw new IllegalArgumentException(
          "a memory of %d samples of %d classes: at least 1 of each is needed"
              .formatted(capacity, classes));
    }
    this.rows = rows.get();
    this.classes = classes;
    this.labels = new int[capacity];
    this.tasks = new int[capacity];
    this.tags = new int[capacity];
    this.steps = new long[capacity];
    this.logits = withLogits ? new float[Math.multiplyExact(capacity, classes)] : null;
    this.byClass = new ClassSlots(classes, capacity);
  }

  int capacity() {
    return labels.length;
  }

  /** Stores a sample in a slot in use, whose memory goes, or in the first free one. */
  void put(int slot, Tensor inputs, int row, int label, int task) {
    int width = inputs.size() / inputs.dim(0);
    rows.put(slot, inputs.array(), inputs.offset() + row * width); // may refuse: it comes first
    boolean replaced = slot < size;
    if (replaced) {
      byClass.leave(labels[slot], slot);
    } else {
      size++;
    }
    labels[slot] = label;
    tasks[slot] = task;
    tags[slot] = tag;
    steps[slot] = seen;
    byClass.join(label, slot);
    if (noted != null) {
      noted.stored(slot, replaced);
    }
  }

  void putLogits(int slot, float[] outputs, int from) {
    if (logits != null) {
      System.arraycopy(outputs, from, logits, slot * classes, classes);
    }
  }

  /** Lets the newest memories of a class go, down to so many. */
  void shrink(int label, int most) {
    while (byClass.count(label) > most) {
      remove(byClass.newest(label));
    }
  }

  @Nullable
  Tensor logitsOf(int... chosen) {
    if (logits == null) {
      return null;
    }
    float[] stored = new float[chosen.length * classes];
    for (int i = 0; i < chosen.length; i++) {
      System.arraycopy(logits, chosen[i] * classes, stored, i * classes, classes);
    }
    return Tensor.of(stored, chosen.length, classes);
  }

  /** Lets a memory go; the last one takes its slot. */
  void remove(int slot) {
    int last = --size;
    byClass.leave(labels[slot], slot);
    if (noted != null) {
      noted.removed(slot);
    }
    if (slot != last) {
      rows.move(last, slot);
      labels[slot] = labels[last];
      tasks[slot] = tasks[last];
      tags[slot] = tags[last];
      steps[slot] = steps[last];
      byClass.move(labels[slot], last, slot);
      if (logits != null) {
        putLogits(slot, logits, last * classes);
      }
      if (noted != null) {
        noted.moved(last, slot);
      }
    }
  }

  long bytes() {
    long each = 3L * Integer.BYTES + Long.BYTES;
    each += logits == null ? 0 : (long) Float.BYTES * classes;
    return rows.bytes() + each * capacity() + (noted == null ? 0 : noted.bytes());
  }

  void write(Sink sink) {
    sink.longs(size, seen, tag);
    sink.ints(labels, size);
    sink.ints(tasks, size);
    sink.ints(tags, size);
    sink.longs(steps, size);
    int[] places = new int[size];
    for (int slot = 0; slot < size; slot++) {
      places[slot] = byClass.place(slot);
    }
    sink.ints(places, size);
    rows.write(size, sink);
    if (logits != null) {
      sink.floats(logits, size * classes);
    }
    sink.longs(noted == null ? 0 : 1);
    if (noted != null) {
      noted.write(size, sink);
    }
  }

  /**
   * Fills empty contents from what was written.
   *
   * @param fresh notes for where there are some
   */
  void read(Source source, Noted fresh) throws MalformedDataException {
    size = source.size(capacity());
    seen = source.nextLong();
    tag = (int) source.nextLong();
    source.ints(labels, size);
    source.ints(tasks, size);
    source.ints(tags, size);
    source.longs(steps, size);
    for (int slot = 0; slot < size; slot++) {
      source.require(labels[slot] >= 0 && labels[slot] < classes, "labels");
    }
    int[] places = new int[size];
    source.ints(places, size);
    source.require(byClass.fill(byAge(), labels, places), "places in the classes");
    rows.read(size, source);
    if (logits != null) {
      source.floats(logits, size * classes);
    }
    if (source.nextLong() == 1) {
      fresh.read(size, source);
      noted = fresh;
    }
  }

  /** Slots in the order in which they were stored: no two were at the same step. */
  private int[] byAge() {
    Integer[] order = new Integer[size];
    for (int slot = 0; slot < size; slot++) {
      order[slot] = slot;
    }
    Arrays.sort(order, (a, b) -> Long.compare(steps[a], steps[b]));
    int[] slots = new int[size];
    for (int i = 0; i < size; i++) {
      slots[i] = order[i];
    }
    return slots;
  }
}
