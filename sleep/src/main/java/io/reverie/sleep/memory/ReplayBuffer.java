package io.reverie.sleep.memory;

import io.reverie.data.Batch;
import io.reverie.tensor.Nullable;
import io.reverie.tensor.Rng;
import io.reverie.tensor.Shape;
import io.reverie.tensor.Tensor;
import java.util.Arrays;
import java.util.Objects;

/**
 * A memory of a fixed number of samples, in flat arrays.
 *
 * <p>What is kept of a sample: its input, label and task, when it was stored and, where the method
 * wants them, the model's logits at the time. Keeping a sample takes constant time; recalling n
 * takes time in proportion to n.
 *
 * <p>Deterministic, from the stream given at the start: what is kept and what is recalled draw from
 * two parts of it, so that recalling more often never changes what is kept. Draws may also come
 * from a stream of one's own; nights do that, so that a day goes on as if there had been no night.
 * Not thread-safe.
 */
public final class ReplayBuffer {
  private final int capacity;
  private final Shape sample;
  private final KeepRule rule;
  private final Rng keeping;
  private final Rng recalling;
  private final float[] inputs;
  private final int[] labels;
  private final int[] tasks;
  private final long[] steps;
  private final float @Nullable [] logits;
  private final int classes;

  /** The slots of each class, the first {@code counts[c]} of row c; and where a slot stands. */
  private final int[][] slots;

  private final int[] counts;
  private final int[] place;

  /** All slots in order; a draw shuffles the front and puts it back. */
  private final int[] deck;

  private int size;
  private long seen;

  private ReplayBuffer(
      int capacity, Shape sample, int classes, boolean withLogits, KeepRule rule, Rng rng) {
    if (capacity < 1 || classes < 1) {
      throw new IllegalArgumentException(
          "a memory of %d samples of %d classes: at least 1 of each is needed"
              .formatted(capacity, classes));
    }
    Math.multiplyExact(capacity, Math.max(sample.size(), classes));
    this.capacity = capacity;
    this.sample = sample;
    this.classes = classes;
    this.rule = rule;
    this.keeping = rng.split("keep");
    this.recalling = rng.split("recall");
    this.inputs = new float[capacity * sample.size()];
    this.labels = new int[capacity];
    this.tasks = new int[capacity];
    this.steps = new long[capacity];
    this.logits = withLogits ? new float[capacity * classes] : null;
    this.slots = new int[classes][0];
    this.counts = new int[classes];
    this.place = new int[capacity];
    this.deck = new int[capacity];
    for (int i = 0; i < capacity; i++) {
      deck[i] = i;
    }
  }

  /** An empty memory for samples of this shape, with labels 0 to {@code classes − 1}. */
  public static ReplayBuffer of(int capacity, Shape sample, int classes, KeepRule rule, Rng rng) {
    return new ReplayBuffer(capacity, sample, classes, false, rule, rng);
  }

  /** The same with room for the model's logits beside each sample. */
  public static ReplayBuffer withLogits(
      int capacity, Shape sample, int classes, KeepRule rule, Rng rng) {
    return new ReplayBuffer(capacity, sample, classes, true, rule, rng);
  }

  /** Offers the samples of a batch, one by one, to a memory without logits. */
  public void add(Batch batch, int task) {
    if (logits != null) {
      throw new IllegalArgumentException(
          "this memory keeps logits: offer the batch with the model's outputs for it");
    }
    offer(batch, new float[0], task);
  }

  /**
   * Offers the samples of a batch with the model's outputs for them, row by row.
   *
   * @throws IllegalArgumentException if this memory keeps no logits, or they are not {@code [n,
   *     classes]}
   */
  public void add(Batch batch, float[] outputs, int task) {
    if (logits == null || outputs.length != batch.size() * classes) {
      throw new IllegalArgumentException(
          "%d outputs for %d samples: this memory keeps %d a sample"
              .formatted(outputs.length, batch.size(), logits == null ? 0 : classes));
    }
    offer(batch, outputs, task);
  }

  private void offer(Batch batch, float[] outputs, int task) {
    Shape offered = batch.inputs().shape().without(0);
    if (offered.size() != sample.size()) {
      throw new IllegalArgumentException(
          "samples of shape %s for a memory of samples %s".formatted(offered, sample));
    }
    for (int label : batch.labels()) {
      if (label < 0 || label >= classes) {
        throw new IndexOutOfBoundsException(
            "label %d for a memory of %d classes".formatted(label, classes));
      }
    }
    float[] source = batch.inputs().array();
    int from = batch.inputs().offset();
    for (int i = 0; i < batch.size(); i++) {
      int label = batch.labels()[i];
      int slot = rule.slot(this, label, keeping);
      seen++;
      if (slot == KeepRule.LET_GO) {
        continue;
      }
      if (slot >= 0 && slot < size) {
        leaveClass(slot);
      } else if (slot == size && size < capacity) {
        size++;
      } else {
        throw new IndexOutOfBoundsException(
            "the keep rule chose slot %d of a memory with %d of %d slots in use"
                .formatted(slot, size, capacity));
      }
      System.arraycopy(
          source, from + i * sample.size(), inputs, slot * sample.size(), sample.size());
      labels[slot] = label;
      tasks[slot] = task;
      steps[slot] = seen;
      if (logits != null) {
        System.arraycopy(outputs, i * classes, logits, slot * classes, classes);
      }
      joinClass(slot);
    }
  }

  private void joinClass(int slot) {
    int label = labels[slot];
    if (counts[label] == slots[label].length) {
      slots[label] = Arrays.copyOf(slots[label], Math.max(8, 2 * counts[label]));
    }
    place[slot] = counts[label];
    slots[label][counts[label]++] = slot;
  }

  private void leaveClass(int slot) {
    int[] members = slots[labels[slot]];
    int last = members[--counts[labels[slot]]];
    members[place[slot]] = last;
    place[last] = place[slot];
  }

  /** Up to n memories, chosen by this rule. */
  public Recall draw(Draw rule, int n) {
    return draw(rule, n, recalling);
  }

  /** The same, drawn from another stream. */
  public Recall draw(Draw rule, int n, Rng rng) {
    requireCount(n);
    return recall(rule.slots(this, n, rng));
  }

  /** Up to n different memories, each as likely as any other. */
  public Recall draw(int n) {
    return draw(Draw.uniform(), n);
  }

  int[] uniform(int n, Rng rng) {
    int[] chosen = new int[Math.min(n, size)];
    int[] swapped = new int[chosen.length];
    for (int i = 0; i < chosen.length; i++) {
      swapped[i] = i + rng.nextInt(size - i);
      swap(i, swapped[i]);
      chosen[i] = deck[i];
    }
    // The deck goes back to its order: a draw depends on its stream alone, not on earlier draws.
    for (int i = chosen.length - 1; i >= 0; i--) {
      swap(i, swapped[i]);
    }
    return chosen;
  }

  private void swap(int i, int j) {
    int card = deck[i];
    deck[i] = deck[j];
    deck[j] = card;
  }

  int[] balanced(int n, Rng rng) {
    int[] present = presentClasses();
    int[] chosen = new int[present.length == 0 ? 0 : n];
    for (int i = 0; i < chosen.length; i++) {
      if (i % present.length == 0) {
        rng.shuffle(present);
      }
      int label = present[i % present.length];
      chosen[i] = slots[label][rng.nextInt(counts[label])];
    }
    return chosen;
  }

  private static void requireCount(int n) {
    if (n < 0) {
      throw new IllegalArgumentException(n + " memories: 0 or more can be drawn");
    }
  }

  /** Every memory, in the order of the slots. */
  public Recall all() {
    int[] chosen = new int[size];
    for (int i = 0; i < size; i++) {
      chosen[i] = i;
    }
    return recall(chosen);
  }

  /**
   * The memories in these slots, copied.
   *
   * @throws IndexOutOfBoundsException if a slot is not in use
   */
  public Recall recall(int... chosen) {
    for (int slot : chosen) {
      Objects.checkIndex(slot, size);
    }
    int width = sample.size();
    float[] gathered = new float[chosen.length * width];
    int[] classesOf = new int[chosen.length];
    float[] stored = new float[logits == null ? 0 : chosen.length * classes];
    for (int i = 0; i < chosen.length; i++) {
      System.arraycopy(inputs, chosen[i] * width, gathered, i * width, width);
      classesOf[i] = labels[chosen[i]];
      if (logits != null) {
        System.arraycopy(logits, chosen[i] * classes, stored, i * classes, classes);
      }
    }
    Batch batch = new Batch(Tensor.of(gathered, 0, sample.prepend(chosen.length)), classesOf);
    Tensor then = logits == null ? null : Tensor.of(stored, chosen.length, classes);
    return new Recall(batch, then, chosen);
  }

  /** The classes of which there is at least one memory, in order. */
  public int[] presentClasses() {
    int[] present = new int[classes];
    int n = 0;
    for (int c = 0; c < classes; c++) {
      if (counts[c] > 0) {
        present[n++] = c;
      }
    }
    return Arrays.copyOf(present, n);
  }

  /** How many memories there are of a class. */
  public int count(int label) {
    return counts[label];
  }

  /** The class with the most memories, the first of equals. */
  public int largestClass() {
    int largest = 0;
    for (int c = 1; c < classes; c++) {
      if (counts[c] > counts[largest]) {
        largest = c;
      }
    }
    return largest;
  }

  /** The slot of the i-th memory of a class. */
  public int slotOf(int label, int i) {
    return slots[label][Objects.checkIndex(i, counts[label])];
  }

  /** The task from which the memory in this slot came. */
  public int task(int slot) {
    return tasks[Objects.checkIndex(slot, size)];
  }

  /** As how many samples had been offered when the memory in this slot was stored. */
  public long step(int slot) {
    return steps[Objects.checkIndex(slot, size)];
  }

  /** How many memories there are. */
  public int size() {
    return size;
  }

  /** How many memories there is room for. */
  public int capacity() {
    return capacity;
  }

  /** How many samples were offered so far. */
  public long seen() {
    return seen;
  }

  /** The shape of one sample. */
  public Shape sample() {
    return sample;
  }

  /** Whether the model's logits are kept beside each sample. */
  public boolean keepsLogits() {
    return logits != null;
  }

  /** How many classes there are. */
  public int classes() {
    return classes;
  }

  /** All that is in this memory now, copied. */
  public MemoryState state() {
    int[] members = new int[size];
    for (int label = 0, at = 0; label < classes; at += counts[label++]) {
      System.arraycopy(slots[label], 0, members, at, counts[label]);
    }
    return new MemoryState(
        Arrays.copyOf(inputs, size * sample.size()),
        Arrays.copyOf(labels, size),
        Arrays.copyOf(tasks, size),
        Arrays.copyOf(steps, size),
        logits == null ? new float[0] : Arrays.copyOf(logits, size * classes),
        members,
        seen,
        keeping.state(),
        recalling.state());
  }

  /**
   * Goes on with what a memory of the same settings held, to the bit.
   *
   * @throws IllegalArgumentException if it does not fit; nothing is changed then
   */
  public void restore(MemoryState state) {
    state.requireFit(capacity, sample.size(), logits == null ? 0 : classes, classes);
    int n = state.size();
    size = n;
    seen = state.seen();
    System.arraycopy(state.inputs(), 0, inputs, 0, state.inputs().length);
    System.arraycopy(state.labels(), 0, labels, 0, n);
    System.arraycopy(state.tasks(), 0, tasks, 0, n);
    System.arraycopy(state.steps(), 0, steps, 0, n);
    if (logits != null) {
      System.arraycopy(state.logits(), 0, logits, 0, state.logits().length);
    }
    Arrays.fill(counts, 0);
    for (int slot : state.members()) {
      joinClass(slot);
    }
    keeping.restore(state.keeping());
    recalling.restore(state.recalling());
  }

  /** A memory of its own with the same content, settings and streams. */
  public ReplayBuffer copy() {
    ReplayBuffer copy =
        new ReplayBuffer(capacity, sample, classes, logits != null, rule, Rng.of(0));
    copy.restore(state());
    return copy;
  }

  @Override
  public String toString() {
    return "a memory with %d of %d samples%s"
        .formatted(size, capacity, keepsLogits() ? " and their logits" : "");
  }

  /** Bytes that a full memory keeps: inputs, labels, tasks, steps and logits. */
  public long bytes() {
    long each = 4L * sample.size() + 4 + 4 + 8 + (logits == null ? 0 : 4L * classes);
    return each * capacity;
  }
}
