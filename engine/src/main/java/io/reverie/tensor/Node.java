package io.reverie.tensor;

import java.util.Objects;

/**
 * One use of an {@link Op}: its inputs, its output, what it keeps for the way back, and the
 * gradients.
 *
 * <p>Ops see tensors as windows: {@code t.array()} from {@code t.offset()} on, {@code t.size()}
 * floats, row-major.
 */
public final class Node {
  private static final Tensor[] NONE = {};

  @Nullable Op op;
  Tensor[] inputs = NONE;
  private Shape[] shapes = {};
  @Nullable Tensor output;
  @Nullable Tape tape;
  private float @Nullable [] kept;
  private int keptOffset;
  private int keptSize;
  private int @Nullable [] keptInts;
  private int keptIntsOffset;
  private @Nullable Object held;

  Node() {}

  void set(Op op, Tensor[] inputs, @Nullable Tape tape) {
    this.op = op;
    this.inputs = inputs;
    this.tape = tape;
  }

  /** The shapes of the inputs, in an array that later uses of this node have again. */
  Shape[] shapes() {
    if (shapes.length != inputs.length) {
      shapes = new Shape[inputs.length];
    }
    for (int i = 0; i < shapes.length; i++) {
      shapes[i] = inputs[i].shape();
    }
    return shapes;
  }

  void forget() {
    op = null;
    inputs = NONE;
    output = null;
    tape = null;
    kept = null;
    keptInts = null;
    keptSize = 0;
    held = null;
  }

  /** The operation. */
  public Op op() {
    return Objects.requireNonNull(op);
  }

  /** How many inputs there are. */
  public int inputs() {
    return inputs.length;
  }

  /** Input {@code i}. */
  public Tensor input(int i) {
    return inputs[i];
  }

  /** The output: written by {@code forward}, there to read in {@code backward}. */
  public Tensor output() {
    return Objects.requireNonNull(output);
  }

  /** Whether the tape is a {@linkplain Tape#nested nested} one. */
  public boolean nested() {
    return tape != null && tape.nested;
  }

  /** Whether input {@code i} leads to something that is being differentiated for. */
  public boolean wants(int i) {
    return inputs[i].tracked();
  }

  /** The gradient that arrived at the output. */
  public Tensor outputGradient() {
    return output().gradient();
  }

  /**
   * Whether the gradient of input {@code i} is empty and now the caller's to set: then every
   * element of {@link #inputGradient} must be written, over unknown contents. An op that can set as
   * well as add asks this before, and saves a pass that writes zeros and one that reads them.
   */
  public boolean setsGradient(int i) {
    return inputs[i].startsGradient();
  }

  /** The gradient of input {@code i}, to be added to; ask {@link #wants} first. */
  public Tensor inputGradient(int i) {
    return inputs[i].gradient();
  }

  /**
   * Reserves {@code n} floats that live until the backward pass, such as the statistics of a norm.
   * Once a node; the array is {@link #kept()}, from {@link #keptOffset()} on.
   */
  public void keep(int n) {
    keptSize += n;
    if (tape == null) {
      kept = new float[n];
      keptOffset = 0;
    } else {
      keptOffset = tape.arena.reserve(n);
      kept = tape.arena.floats();
    }
  }

  /** The array in which {@link #keep} reserved. */
  public float[] kept() {
    return Objects.requireNonNull(kept, "keep(n) comes first, in forward");
  }

  /** Where in {@link #kept} the reserved floats start. */
  public int keptOffset() {
    return keptOffset;
  }

  /** Reserves {@code n} ints that live until the backward pass, such as the places of maxima. */
  public void keepInts(int n) {
    keptSize += n;
    if (tape == null) {
      keptInts = new int[n];
      keptIntsOffset = 0;
    } else {
      keptIntsOffset = tape.arena.reserveInts(n);
      keptInts = tape.arena.ints();
    }
  }

  /** The array in which {@link #keepInts} reserved. */
  public int[] keptInts() {
    return Objects.requireNonNull(keptInts, "keepInts(n) comes first, in forward");
  }

  /** Where in {@link #keptInts} the reserved ints start. */
  public int keptIntsOffset() {
    return keptIntsOffset;
  }

  /**
   * Holds an object until the backward pass, such as the geometry that forward worked out; one a
   * node.
   */
  public void hold(Object thing) {
    held = thing;
  }

  /** What {@link #hold} was given. */
  public <T> T held(Class<T> type) {
    return type.cast(Objects.requireNonNull(held, "hold(thing) comes first, in forward"));
  }

  /** The bytes that live until the way back: the output and what is kept beside it. */
  public long bytes() {
    return 4L * output().size() + 4L * keptSize;
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(op == null ? "leaf" : op.name()).append('(');
    for (int i = 0; i < inputs.length; i++) {
      text.append(i == 0 ? "" : ", ").append(inputs[i].shape());
    }
    return text.append(") -> ").append(output == null ? "?" : output.shape()).toString();
  }
}
