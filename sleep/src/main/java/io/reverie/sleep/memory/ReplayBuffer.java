package io.reverie.sleep.memory;

import io.reverie.data.Batch;
import io.reverie.tensor.Nullable;
import io.reverie.tensor.Rng;
import io.reverie.tensor.Shape;
import io.reverie.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * A memory of a fixed number of samples, in flat arrays.
 *
 * <p>What is kept of a sample: its input, label, task and tag, when it was stored and, where the
 * method wants them, the model's logits at the time. What the network says of it later is in the
 * {@link #notes}, and how likely it is to come back in the priorities of {@link #prioritise}.
 * Keeping a sample takes constant time (with priorities: in proportion to log capacity); recalling
 * n takes time in proportion to n. An input may as well be what the frozen bottom of a network
 * makes of it (REMIND, Hayes et al. 2020; SIESTA, Harun et al. 2023), in a {@link Codec}'s bytes.
 *
 * <p>Deterministic, from the stream given at the start: what is kept and what is recalled draw from
 * two parts of it, so that recalling more often never changes what is kept. Draws may also come
 * from a stream of one's own; nights do that, so that a day goes on as if there had been no night.
 * Not thread-safe.
 */
public final class ReplayBuffer {
  private final Shape sample;
  private final KeepRule rule;
  final MemoryFile.Streams streams;

  /** Contents of the same kind with nothing in them. */
  final Supplier<Contents> empty;

  final Deck deck;
  private final Notes notes = new Notes(this);
  @Nullable Priority priority;
  Contents contents;

  private ReplayBuffer(
      int capacity, Shape sample, KeepRule rule, Rng rng, Supplier<Contents> empty) {
    this.sample = sample;
    this.rule = rule;
    this.streams = new MemoryFile.Streams(rng.split("keep"), rng.split("recall"));
    this.empty = empty;
    this.contents = empty.get();
    this.deck = new Deck(capacity);
  }

  /** An empty memory for samples of this shape, with labels 0 to {@code classes − 1}. */
  public static ReplayBuffer of(int capacity, Shape sample, int classes, KeepRule rule, Rng rng) {
    return floats(capacity, sample, classes, false, rule, rng);
  }

  /** The same with room for the model's logits beside each sample. */
  public static ReplayBuffer withLogits(
      int capacity, Shape sample, int classes, KeepRule rule, Rng rng) {
    return floats(capacity, sample, classes, true, rule, rng);
  }

  private static ReplayBuffer floats(
      int capacity, Shape sample, int classes, boolean logits, KeepRule rule, Rng rng) {
    return new ReplayBuffer(
        capacity,
        sample,
        rule,
        rng,
        () -> new Contents(capacity, classes, logits, () -> Rows.Floats.of(capacity, sample)));
  }

  /** An empty memory whose inputs are written down by a codec, in fewer bytes. */
  public static ReplayBuffer coded(
      int capacity,
      Shape sample,
      int classes,
      boolean withLogits,
      Codec codec,
      KeepRule rule,
      Rng rng) {
    return new ReplayBuffer(
        capacity,
        sample,
        rule,
        rng,
        () ->
            new Contents(
                capacity, classes, withLogits, () -> Rows.Coded.of(capacity, sample, codec)));
  }

  /** Offers the samples of a batch, one by one, to a memory without logits. */
  public void add(Batch batch, int task) {
    if (keepsLogits()) {
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
    if (!keepsLogits() || outputs.length != batch.size() * classes()) {
      throw new IllegalArgumentException(
          "%d outputs for %d samples: this memory keeps %d a sample"
              .formatted(outputs.length, batch.size(), keepsLogits() ? classes() : 0));
    }
    offer(batch, outputs, task);
  }

  /**
   * Sets the logits of the memories in these slots to what the model says of them now.
   *
   * @param logits {@code [slots, classes]}
   * @throws IllegalArgumentException if this memory keeps no logits, or they are of another shape
   */
  public void restate(int[] slots, Tensor logits) {
    if (!keepsLogits() || !logits.shape().equals(Shape.of(slots.length, classes()))) {
      throw new IllegalArgumentException(
          "logits %s for %d memories: this memory keeps %d each"
              .formatted(logits.shape(), slots.length, keepsLogits() ? classes() : 0));
    }
    float[] outputs = logits.toArray();
    for (int i = 0; i < slots.length; i++) {
      contents.putLogits(check(slots[i]), outputs, i * classes());
    }
  }

  private void offer(Batch batch, float[] outputs, int task) {
    Shape offered = batch.inputs().shape().without(0);
    if (offered.size() != sample.size()) {
      throw new IllegalArgumentException(
          "samples of shape %s for a memory of samples %s".formatted(offered, sample));
    }
    for (int label : batch.labels()) {
      requireClass(label);
    }
    for (int i = 0; i < batch.size(); i++) {
      int slot = rule.slot(this, batch.labels()[i], streams.keeping());
      contents.seen++;
      if (slot == KeepRule.LET_GO) {
        continue;
      }
      boolean next = slot == size() && size() < capacity();
      if (!next && (slot < 0 || slot >= size())) {
        throw new IndexOutOfBoundsException(
            "the keep rule chose slot %d of a memory with %d of %d slots in use"
                .formatted(slot, size(), capacity()));
      }
      contents.put(slot, batch.inputs(), i, batch.labels()[i], task);
      contents.putLogits(slot, outputs, i * classes());
    }
  }

  int requireClass(int label) {
    if (label < 0 || label >= classes()) {
      throw new IndexOutOfBoundsException(
          "label %d for a memory of %d classes".formatted(label, classes()));
    }
    return label;
  }

  /** Lets the memory in a slot go; the last one takes its slot. */
  public void remove(int slot) {
    contents.remove(check(slot));
  }

  /** What is stored from now on carries this tag, such as a source's number, for a {@link Cue}. */
  public void tagging(int tag) {
    contents.tag = tag;
  }

  /**
   * Gives every memory a priority, for {@link Draw#prioritised}; it follows the notes.
   *
   * @param by how much a memory matters; {@code Priority.loss().power(0.5)} where in doubt
   */
  public ReplayBuffer prioritise(Priority by) {
    priority = by;
    noted().ranks = new Ranks(by, capacity());
    ranks().rankAll(this);
    return this;
  }

  Ranks ranks() {
    Ranks ranks = noted().ranks;
    if (ranks == null) {
      throw new IllegalStateException(
          "this memory has no priorities: memory.prioritise(Priority.loss().power(0.5)) gives some");
    }
    return ranks;
  }

  /** What was noted of the memories when they came back. */
  public Notes notes() {
    return notes;
  }

  Noted noted() {
    if (contents.noted == null) {
      contents.noted = new Noted(capacity());
      contents.noted.begin(size());
    }
    return contents.noted;
  }

  /** Up to n memories, chosen by this rule. */
  public Recall draw(Draw by, int n) {
    return draw(by, n, streams.recalling());
  }

  /** The same, drawn from another stream. */
  public Recall draw(Draw by, int n, Rng rng) {
    if (n < 0) {
      throw new IllegalArgumentException(n + " memories: 0 or more can be drawn");
    }
    int[] slots = by.slots(this, n, rng);
    return recall(slots, by.weights(this, slots));
  }

  /** Up to n different memories, each as likely as any other. */
  public Recall draw(int n) {
    return draw(Draw.uniform(), n);
  }

  /** Every memory, in the order of the slots. */
  public Recall all() {
    return recall(IntStream.range(0, size()).toArray());
  }

  /**
   * The memories in these slots, copied.
   *
   * @throws IndexOutOfBoundsException if a slot is not in use
   */
  public Recall recall(int... chosen) {
    return recall(chosen, null);
  }

  private Recall recall(int[] chosen, float @Nullable [] weights) {
    int[] labels = new int[chosen.length];
    for (int i = 0; i < chosen.length; i++) {
      labels[i] = contents.labels[check(chosen[i])];
    }
    Batch batch = new Batch(contents.rows.gather(chosen), labels);
    return new Recall(batch, contents.logitsOf(chosen), chosen, weights);
  }

  /** The classes of which there is at least one memory, in order. */
  public int[] presentClasses() {
    return contents.byClass.present();
  }

  /** How many memories there are of a class. */
  public int count(int label) {
    return contents.byClass.count(label);
  }

  /** The class with the most memories, the first of equals. */
  public int largestClass() {
    return contents.byClass.largest();
  }

  /** The slot of a class's i-th memory, in no order that means anything. */
  public int slotOf(int label, int i) {
    return contents.byClass.slot(label, i);
  }

  /** The slot of the memory of a class that was stored first; −1 if there is none. */
  public int oldest(int label) {
    return contents.byClass.oldest(label);
  }

  /** The slot of the memory that was stored next of the same class; −1 if there is none. */
  public int younger(int slot) {
    return contents.byClass.younger(check(slot));
  }

  private int check(int slot) {
    return Objects.checkIndex(slot, size());
  }

  /** The class of the memory in this slot. */
  public int label(int slot) {
    return contents.labels[check(slot)];
  }

  /** The task from which the memory in this slot came. */
  public int task(int slot) {
    return contents.tasks[check(slot)];
  }

  /** The tag with which the memory in this slot was stored. */
  public int tag(int slot) {
    return contents.tags[check(slot)];
  }

  /** As how many samples had been offered when the memory in this slot was stored. */
  public long step(int slot) {
    return contents.steps[check(slot)];
  }

  /** How many memories there are. */
  public int size() {
    return contents.size;
  }

  /** How many memories there is room for. */
  public int capacity() {
    return contents.capacity();
  }

  /** How many samples were offered so far. */
  public long seen() {
    return contents.seen;
  }

  /** The shape of one sample. */
  public Shape sample() {
    return sample;
  }

  /** Whether the model's logits are kept beside each sample. */
  public boolean keepsLogits() {
    return contents.logits != null;
  }

  /** How many classes there are. */
  public int classes() {
    return contents.classes;
  }

  /**
   * Bytes that a full memory keeps: inputs as they are coded, labels, tasks, tags, steps, logits,
   * notes and priorities. Indices that can be worked out again are not counted.
   */
  public long bytes() {
    return contents.bytes();
  }

  /**
   * Saves all of the memory and where its streams stand. The file is replaced at once when all of
   * it is on the disk; on failure the one that was there is untouched.
   */
  public void save(Path file) throws IOException {
    MemoryFile.save(file, this);
  }

  /**
   * Goes on where a file says, to the bit; if it fails nothing is changed. The keep rule and the
   * priority are the program's.
   *
   * @throws io.reverie.data.MalformedDataException if it is no such file, cut or damaged
   * @throws IllegalArgumentException if it is of another kind of memory, saying of which
   */
  public void load(Path file) throws IOException {
    contents = MemoryFile.load(file, this);
  }

  /** All of the memory as {@link #save} would write it. */
  public byte[] state() {
    return MemoryFile.bytes(this);
  }

  /**
   * Goes on where a memory of the same kind stood.
   *
   * @throws IllegalArgumentException if it is no state of such a memory; nothing is changed then
   */
  public void restore(byte[] state) {
    contents = MemoryFile.read(this, state);
  }

  /** A memory of its own with the same content, settings and streams. */
  public ReplayBuffer copy() {
    ReplayBuffer copy = new ReplayBuffer(capacity(), sample, rule, Rng.of(0), empty);
    copy.priority = priority;
    copy.restore(state());
    return copy;
  }

  @Override
  public String toString() {
    return "a memory with %d of %d samples%s"
        .formatted(size(), capacity(), keepsLogits() ? " and their logits" : "");
  }
}
