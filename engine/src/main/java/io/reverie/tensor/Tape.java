package io.reverie.tensor;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * The record of one step, and the owner of its memory.
 *
 * <pre>{@code
 * try (var tape = Tape.train(rng)) {
 *   var loss = model.forward(batch.inputs()).crossEntropy(batch.labels());
 *   tape.backward(loss);
 *   optimizer.step();
 * }
 * }</pre>
 *
 * <p>While a tape is open, the operations of its thread append themselves to it. {@link #backward}
 * walks the list from the end to the start and hands each gradient on: reverse-mode automatic
 * differentiation (Linnainmaa 1970; Speelpenning 1980). Closing the tape gives the memory of the
 * whole step back at once; a tensor that is used later says so.
 *
 * <p>What the model is doing is the tape's affair, so that no flag in a layer can be forgotten:
 *
 * <table>
 * <caption>Modes</caption>
 * <tr><th>mode</th><th>records</th><th>dropout, batch statistics</th></tr>
 * <tr><td>{@link #train}</td><td>yes</td><td>as in training</td></tr>
 * <tr><td>{@link #probe}</td><td>yes</td><td>as in use</td></tr>
 * <tr><td>{@link #infer}</td><td>no</td><td>as in use</td></tr>
 * <tr><td>no tape</td><td>no</td><td>as in use</td></tr>
 * </table>
 *
 * <p>Tapes nest: operations go to the innermost. A tape belongs to the thread that opened it. On an
 * interrupted thread no training step begins: {@link #train} throws a {@link
 * java.util.concurrent.CancellationException}, so that a long loop ends between two steps.
 *
 * <p>A training tape gives the memory of a gradient to the next ones as soon as it has been handed
 * on. What can be read after {@link #backward} are the values of all tensors, and the gradients of
 * parameters and {@linkplain #watch watched} tensors; on a probing tape all gradients.
 *
 * <p>{@link #listen Listeners} see every operation and gradient, {@link #onGradient} hooks one.
 */
public final class Tape implements AutoCloseable {
  private enum Mode {
    TRAIN,
    PROBE,
    INFER
  }

  /**
   * Looks on while a tape works: for activation maps, clipping, times, tracing. The calls come on
   * the tape's thread, in the order of the work; what they throw ends the step.
   *
   * @see Tape#listen
   */
  public interface Listener {
    /** An op has written its output, in so many nanoseconds; on an infer tape too. */
    default void forward(Node node, long nanos) {}

    /** This output's gradient is complete and about to be handed on: change it or copy it here. */
    default void gradient(Node node) {}

    /** An op has added to the gradients of its inputs, in so many nanoseconds. */
    default void backward(Node node, long nanos) {}

    /**
     * Whether to look on at {@linkplain Tape#nested nested} tapes too, as of checkpointed blocks.
     */
    default boolean looksWithin() {
      return false;
    }
  }

  private static final ThreadLocal<@Nullable Tape> CURRENT = new ThreadLocal<>();

  final Arena arena = Arena.open();
  private final Mode mode;
  private final @Nullable Rng rng;
  private final @Nullable Tape outer = CURRENT.get();
  private final List<Listener> listeners = new ArrayList<>(0);
  private boolean spent;

  /** Whether this is a part of a step on the outer tape, and what such parts of this one took. */
  boolean nested;

  private long nestedNanos;
  private boolean closed;

  private Tape(Mode mode, @Nullable Rng rng) {
    this.mode = mode;
    this.rng = rng;
    CURRENT.set(this);
  }

  /**
   * A tape that records for training a model without random layers.
   *
   * @throws java.util.concurrent.CancellationException if the thread is interrupted, which it
   *     stays; not within another tape, whose step is finished first
   */
  public static Tape train() {
    return begin(null);
  }

  /**
   * A tape that records for training; dropout and noise draw from this stream.
   *
   * @throws java.util.concurrent.CancellationException as {@link #train()}
   */
  public static Tape train(Rng rng) {
    return begin(rng);
  }

  private static Tape begin(@Nullable Rng rng) {
    if (CURRENT.get() == null) {
      Compute.checkInterrupt("a training step");
    }
    return new Tape(Mode.TRAIN, rng);
  }

  /** A tape that records a model in use: for gradients of inputs, saliency, importances. */
  public static Tape probe() {
    return new Tape(Mode.PROBE, null);
  }

  /** A tape that records nothing and only lends its memory: the quick way to use a model. */
  public static Tape infer() {
    return new Tape(Mode.INFER, null);
  }

  /**
   * A tape of the innermost one's mode, for a part of a step whose record is not kept; train of no
   * tape's. Give it the stream to draw from, such as {@link #stream} or one at an earlier state.
   * The innermost one's listeners may {@linkplain Listener#looksWithin look on} at it.
   */
  public static Tape nested(@Nullable Rng rng) {
    Tape tape = CURRENT.get();
    if (tape == null) {
      return new Tape(Mode.TRAIN, rng);
    }
    Tape within = new Tape(tape.mode, rng);
    within.nested = true;
    for (Listener listener : tape.listeners) {
      if (listener.looksWithin()) {
        within.listen(listener);
      }
    }
    return within;
  }

  /** The innermost open tape of this thread, or {@code null}. */
  static @Nullable Tape current() {
    return CURRENT.get();
  }

  /** Whether the innermost tape of this thread is one of {@link #train}. */
  public static boolean training() {
    Tape tape = CURRENT.get();
    return tape != null && tape.mode == Mode.TRAIN;
  }

  /** Whether the innermost tape of this thread records: {@link #train} and {@link #probe} do. */
  public static boolean recording() {
    Tape tape = CURRENT.get();
    return tape != null && tape.mode != Mode.INFER;
  }

  /** Whether anybody listens to the innermost tape of this thread. */
  public static boolean heard() {
    Tape tape = CURRENT.get();
    return tape != null && !tape.listeners.isEmpty();
  }

  /** The stream of the innermost tape of this thread, if it has one. */
  public static @Nullable Rng stream() {
    Tape tape = CURRENT.get();
    return tape == null ? null : tape.rng;
  }

  /**
   * The stream from which this step's dropout and noise draw.
   *
   * @throws IllegalStateException if the innermost tape has none
   */
  public static Rng randomness() {
    Rng rng = stream();
    if (rng == null) {
      throw new IllegalStateException(
          "a random layer needs a stream to draw from: open the tape with Tape.train(rng)");
    }
    return rng;
  }

  /**
   * The same numbers as a leaf to differentiate for: use the returned tensor from here on, and read
   * its {@link Tensor#gradient()} after the backward pass.
   */
  public Tensor watch(Tensor tensor) {
    requireOpen();
    Tensor leaf = new Tensor(tensor.shape(), tensor.array(), tensor.offset(), arena.lease());
    leaf.tracked = true;
    return leaf;
  }

  /**
   * Lets this listener look on from here to the end of the tape; tapes within have their own.
   * Layers that would else be one operation, such as a linear one and its activation, run one by
   * one from now on, with the same bits.
   */
  public void listen(Listener listener) {
    requireOpen();
    listeners.add(listener);
  }

  /**
   * Calls a hook with the gradient of a tensor once it is complete, before it is handed on. What
   * the hook writes into it is what is handed on: clipping, masking, noise.
   *
   * <p>For results of operations on this tape; a view's hook sees the view's part. On a training
   * tape a hook copies a gradient that it wants to keep. The gradients of watched tensors and of
   * parameters are there to read and write after {@link #backward}.
   *
   * @throws IllegalArgumentException if the tensor is not a recorded result of this tape
   */
  public void onGradient(Tensor tensor, Consumer<Tensor> hook) {
    requireOpen();
    if (!arena.produced(tensor)) {
      throw new IllegalArgumentException(
          "onGradient of a tensor of shape %s that no operation on this tape produced: a watched"
                  .formatted(tensor.shape())
              + " tensor's or a parameter's gradient can be read after backward");
    }
    listen(
        new Listener() {
          @Override
          public void gradient(Node node) {
            if (tensor.base() == node.output()) {
              hook.accept(tensor.gradient());
            }
          }
        });
  }

  Tensor run(Op op, Tensor[] inputs) {
    Node node = arena.node();
    node.set(op, inputs, this);
    Shape shape = arena.shape(node);
    int place = arena.reserve(shape.size());
    Tensor output = new Tensor(shape, arena.floats(), place, arena.lease());
    node.output = output;
    if (listeners.isEmpty()) {
      op.forward(node);
    } else {
      long start = System.nanoTime() - nestedNanos;
      op.forward(node);
      long nanos = since(start);
      listeners.forEach(listener -> listener.forward(node, nanos));
    }
    if (mode != Mode.INFER && anyTracked(inputs)) {
      output.tracked = true;
    } else {
      arena.dropNode();
    }
    return output;
  }

  private static boolean anyTracked(Tensor[] inputs) {
    for (Tensor input : inputs) {
      if (input.tracked()) {
        return true;
      }
    }
    return false;
  }

  /**
   * Adds the gradient of a single number, such as the loss, to the parameters and watched tensors
   * that it came from.
   *
   * @throws IllegalArgumentException if the loss has more than one element
   * @throws IllegalStateException if the tape records nothing, was used for a backward pass before,
   *     or the loss does not depend on anything tracked
   */
  public void backward(Tensor loss) {
    if (loss.size() != 1) {
      throw new IllegalArgumentException(
          "backward from a tensor of shape %s: a loss is a single number; take its mean() or"
                  .formatted(loss.shape())
              + " sum(), or give the gradient that arrives there");
    }
    backward(loss, Tensor.full(1, loss.shape().dims()));
  }

  /** The same from any tensor, with the gradient that arrives there (of the same shape). */
  public void backward(Tensor output, Tensor gradient) {
    requireOpen();
    if (mode == Mode.INFER) {
      throw new IllegalStateException(
          "backward on an infer tape, which records nothing: open Tape.train() or Tape.probe()");
    }
    if (spent) {
      throw new IllegalStateException(
          "backward ran on this tape before: its gradients have been added; open a new tape, or"
              + " add the losses up first");
    }
    if (!output.tracked()) {
      throw new IllegalStateException(
          "a tensor of shape %s does not depend on any parameter or watched tensor: there is"
                  .formatted(output.shape())
              + " nothing to differentiate for");
    }
    if (!output.shape().equals(gradient.shape())) {
      throw new IllegalArgumentException(
          "a gradient of shape %s for an output of shape %s: they must be equal"
              .formatted(gradient.shape(), output.shape()));
    }
    spent = true;
    Tensor seed = output.gradient();
    float[] to = seed.array();
    float[] from = gradient.array();
    for (int i = 0; i < seed.size(); i++) {
      to[seed.offset() + i] += from[gradient.offset() + i];
    }
    for (int i = arena.nodes() - 1; i >= 0; i--) {
      Node node = arena.node(i);
      if (node.output().gradient != null) {
        backward(node);
        if (mode == Mode.TRAIN) {
          arena.giveBack(node.outputGradient());
          node.output().tracked = false;
        }
      }
    }
  }

  private void backward(Node node) {
    if (listeners.isEmpty()) {
      node.op().backward(node);
      return;
    }
    listeners.forEach(listener -> listener.gradient(node));
    long start = System.nanoTime() - nestedNanos;
    node.op().backward(node);
    long nanos = since(start);
    listeners.forEach(listener -> listener.backward(node, nanos));
  }

  /** The time since then without that of nested tapes that were looked at; their tapes learn it. */
  private long since(long start) {
    long nanos = System.nanoTime() - nestedNanos - start;
    for (Tape tape = this; tape != null && tape.nested; tape = tape.outer) {
      if (tape.outer != null) {
        tape.outer.nestedNanos += nanos;
      }
    }
    return nanos;
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("this tape is closed: open a new one for each step");
    }
  }

  /** Gives the step's memory back; its tensors are dead. Tapes opened within it close first. */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    Tape innermost = CURRENT.get();
    Tape tape = innermost;
    while (tape != this) {
      if (tape == null) {
        throw new IllegalStateException("a tape is closed by the thread that opened it");
      }
      tape = tape.outer;
    }
    for (tape = innermost; tape != outer; tape = Objects.requireNonNull(tape).outer) {
      Objects.requireNonNull(tape).release();
    }
    if (outer == null) {
      CURRENT.remove();
    } else {
      CURRENT.set(outer);
    }
  }

  private void release() {
    closed = true;
    arena.close();
  }
}
