package io.reverie.tensor;

import io.reverie.op.Activations;
import io.reverie.op.Arithmetic;
import io.reverie.op.Functions;
import io.reverie.op.Indexing;
import io.reverie.op.Losses;
import io.reverie.op.Masks;
import io.reverie.op.Movement;
import io.reverie.op.Normalizations;
import io.reverie.op.Products;
import io.reverie.op.Reductions;
import io.reverie.op.Sequences;
import io.reverie.op.Similarities;
import io.reverie.op.Vision;
import java.util.Arrays;
import java.util.Objects;

/**
 * A dense row-major window on a {@code float[]}.
 *
 * <p>Element {@code [i, j]} of a {@code [m, n]} tensor is {@code array()[offset() + i·n + j]}. A
 * tensor is wrapped around a Java array without a copy ({@link #of(float[], int...)}) and read back
 * without one; nothing lives outside the heap and nothing needs to be released.
 *
 * <p>What tensors can do stands in the interfaces it extends, by topic. Those methods run an {@link
 * Op}. While a {@link Tape} is open on the thread, results live in the tape's memory and die with
 * it: {@link #copy()} what is to outlive the tape. Without a tape, results are ordinary garbage
 * collected arrays.
 *
 * <p>Concurrent reading is safe; writing into {@link #array()} is the writer's own affair.
 */
public sealed class Tensor
    implements Arithmetic,
        Activations,
        Reductions,
        Movement,
        Vision,
        Normalizations,
        Losses,
        Similarities,
        Sequences,
        Indexing,
        Products,
        Functions,
        Masks
    permits Parameter {
  private final Shape shape;

  /** Whose memory this is: the tensor itself, or the one that it is a view of. */
  private final Tensor root;

  /** Under which a root has its array, if that is a tape's; a view lives as long as its root. */
  private Arena.@Nullable Lease lease;

  private float[] array;

  /** Where in the array a root starts, or in the root's elements a view. */
  private int offset;

  boolean tracked;
  @Nullable Tensor gradient;

  /** Whether what stands in the gradient's place is of the past and counts as zeros. */
  boolean gradientStale;

  Tensor(Shape shape, float[] array, int offset, Arena.@Nullable Lease lease) {
    this.shape = shape;
    this.root = this;
    this.array = array;
    this.offset = offset;
    this.lease = lease;
  }

  private Tensor(Shape shape, Tensor base, int from) {
    this.shape = shape;
    this.root = base.root;
    this.array = root.array;
    this.offset = base == root ? from : base.offset + from;
  }

  /** A single number. */
  public static Tensor scalar(float value) {
    return new Tensor(Shape.of(), new float[] {value}, 0, null);
  }

  /** A row of these numbers, shape {@code [n]}. */
  public static Tensor of(float... values) {
    return new Tensor(Shape.of(values.length), values, 0, null);
  }

  /**
   * These numbers in this shape. The array is wrapped, not copied: writing to it shows.
   *
   * @throws IllegalArgumentException if the array's length is not the product of the lengths
   */
  public static Tensor of(float[] values, int... dims) {
    Shape shape = Shape.of(dims);
    if (values.length != shape.size()) {
      throw new IllegalArgumentException(
          "%d numbers do not make a tensor of shape %s, which has %d"
              .formatted(values.length, shape, shape.size()));
    }
    return new Tensor(shape, values, 0, null);
  }

  /**
   * A window on an array: as many elements as the shape has, from {@code offset} on. Not copied.
   *
   * @throws IllegalArgumentException if the window does not fit into the array
   */
  public static Tensor of(float[] values, int offset, Shape shape) {
    if (offset < 0 || shape.size() > values.length - offset) {
      throw new IllegalArgumentException(
          "%d numbers from offset %d do not make a tensor of shape %s, which has %d"
              .formatted(values.length, offset, shape, shape.size()));
    }
    return new Tensor(shape, values, offset, null);
  }

  /** A tensor of zeros. */
  public static Tensor zeros(int... dims) {
    Shape shape = Shape.of(dims);
    return new Tensor(shape, new float[shape.size()], 0, null);
  }

  /** A tensor of ones. */
  public static Tensor ones(int... dims) {
    return full(1, dims);
  }

  /** A tensor with the same number everywhere. */
  public static Tensor full(float value, int... dims) {
    Tensor tensor = zeros(dims);
    Arrays.fill(tensor.array, value);
    return tensor;
  }

  /** The whole numbers 0 to {@code n − 1}. */
  public static Tensor arange(int n) {
    return arange(0, n, 1);
  }

  /**
   * The numbers {@code from}, {@code from + step}, … before {@code to}.
   *
   * @throws IllegalArgumentException if the step is 0 or leads away from {@code to}
   */
  public static Tensor arange(float from, float to, float step) {
    double places = Math.ceil(((double) to - from) / step);
    if (!(places >= 0 && places <= Integer.MAX_VALUE)) {
      throw new IllegalArgumentException(
          "arange from %s to %s by steps of %s: the step must lead from the one to the other"
              .formatted(from, to, step));
    }
    Tensor tensor = zeros((int) places);
    for (int i = 0; i < tensor.array.length; i++) {
      tensor.array[i] = (float) (from + i * (double) step);
    }
    return tensor;
  }

  /** So many numbers spread evenly from {@code from} to {@code to}, both included. */
  public static Tensor linspace(float from, float to, int n) {
    Tensor tensor = zeros(n);
    double step = ((double) to - from) / Math.max(1, n - 1);
    for (int i = 0; i < n; i++) {
      tensor.array[i] = (float) (2 * i < n ? from + i * step : to - (n - 1 - i) * step);
    }
    return tensor;
  }

  /** The identity matrix. */
  public static Tensor eye(int n) {
    return eye(n, n);
  }

  /** A matrix with ones on its diagonal. */
  public static Tensor eye(int rows, int cols) {
    Tensor tensor = zeros(rows, cols);
    for (int i = 0; i < Math.min(rows, cols); i++) {
      tensor.array[i * cols + i] = 1;
    }
    return tensor;
  }

  /** Numbers of the standard normal distribution. */
  public static Tensor randn(Rng rng, int... dims) {
    Tensor tensor = zeros(dims);
    for (int i = 0; i < tensor.array.length; i++) {
      tensor.array[i] = rng.nextGaussian();
    }
    return tensor;
  }

  /** Numbers spread evenly over [from, to). */
  public static Tensor uniform(Rng rng, float from, float to, int... dims) {
    Tensor tensor = zeros(dims);
    for (int i = 0; i < tensor.array.length; i++) {
      tensor.array[i] = from + (to - from) * rng.nextFloat();
    }
    return tensor;
  }

  /**
   * Runs an op on these inputs: the one way by which every result comes into being.
   *
   * <p>With a recording tape open on this thread, and an input that leads to a parameter or a
   * {@linkplain Tape#watch watched} tensor, the step is recorded for the way back.
   */
  public static Tensor apply(Op op, Tensor... inputs) {
    Tape tape = Tape.current();
    if (tape != null) {
      return tape.run(op, inputs);
    }
    Node node = new Node();
    node.set(op, inputs, null);
    Shape shape = op.shape(node.shapes());
    Tensor output = new Tensor(shape, new float[shape.size()], 0, null);
    node.output = output;
    op.forward(node);
    return output;
  }

  @Override
  public final Tensor self() {
    return this;
  }

  /** The lengths of the axes. */
  public final Shape shape() {
    return shape;
  }

  /** How many elements there are. */
  public final int size() {
    return shape.size();
  }

  /** The length of an axis; −1 names the last one. */
  public final int dim(int axis) {
    return shape.dim(axis);
  }

  /**
   * The array that holds the elements, from {@link #offset()} on. Not a copy.
   *
   * @throws IllegalStateException if the tape that owned this memory is closed
   */
  public final float[] array() {
    requireAlive();
    return root.array;
  }

  /** Where in {@link #array()} the first element stands. */
  public final int offset() {
    return root == this ? offset : root.offset + offset;
  }

  /**
   * The one number of a tensor that has only one.
   *
   * @throws IllegalStateException if there are more or fewer
   */
  public final float item() {
    if (size() != 1) {
      throw new IllegalStateException(
          "item() of a tensor of shape " + shape + ": it has " + size() + " elements, not one");
    }
    return array()[offset()];
  }

  /** The element at this place, one index an axis; −1 is the last of its axis. */
  public final float at(int... indices) {
    if (indices.length != shape.rank()) {
      throw new IndexOutOfBoundsException(
          "at(%s) of a tensor of shape %s: one index an axis"
              .formatted(Arrays.toString(indices), shape));
    }
    int place = 0;
    for (int i = 0; i < indices.length; i++) {
      int length = shape.dim(i);
      int index = indices[i] < 0 ? indices[i] + length : indices[i];
      if (index < 0 || index >= length) {
        throw new IndexOutOfBoundsException(
            "at(%s) of a tensor of shape %s".formatted(Arrays.toString(indices), shape));
      }
      place = place * length + index;
    }
    return array()[offset() + place];
  }

  /** All elements in row-major order, a fresh array. */
  public final float[] toArray() {
    return Arrays.copyOfRange(array(), offset(), offset() + size());
  }

  /** A copy in memory of its own, cut off from any tape: it lives as long as it is used. */
  public final Tensor copy() {
    return new Tensor(shape, toArray(), 0, null);
  }

  /** The same memory, out of sight of differentiation: gradients stop here. */
  public final Tensor detach() {
    requireAlive();
    return new Tensor(shape, root.array, offset(), root.lease);
  }

  /**
   * The same memory seen in another shape: the elements from {@code start} on. Free, and gradients
   * flow through it.
   *
   * @throws IndexOutOfBoundsException if the window reaches beyond this tensor
   */
  public final Tensor window(int start, Shape wanted) {
    requireAlive();
    Objects.checkFromIndexSize(start, wanted.size(), size());
    return wanted.equals(shape) ? this : new Tensor(wanted, this, start);
  }

  /** Whether a recording tape differentiates through this tensor. */
  public final boolean tracked() {
    return root.tracked;
  }

  /**
   * The gradient that the backward pass left here, zeros where it did not come by. It lives in the
   * tape's memory; a {@link Parameter}'s in its own. That of an operation's output is handed on in
   * the pass, and on a {@linkplain Tape#train training} tape it is gone then.
   *
   * @throws IllegalStateException if nothing tracks this tensor, or the gradient is gone
   */
  public final Tensor gradient() {
    requireAlive();
    if (root != this) {
      return root.gradient().window(offset, shape); // Not kept: a parameter's gradient may move.
    }
    return Gradients.of(this);
  }

  /** {@link Gradients#starts} for the root of which this sees all. */
  final boolean startsGradient() {
    requireAlive();
    return size() == root.size() && Gradients.starts(root);
  }

  /** Whether a gradient has come by here, or place was made for one. */
  public final boolean hasGradient() {
    return root.gradient != null;
  }

  /** What this is a view of, such as an operation's output or a parameter; else this itself. */
  public final Tensor base() {
    return root;
  }

  final void bind(float[] newArray, int newOffset) {
    array = newArray;
    offset = newOffset;
  }

  /** The arena in which a root lives, if it does in one. */
  final @Nullable Arena arena() {
    return lease == null ? null : lease.arena;
  }

  /** Ends its life before the tape's: from now on the memory is somebody else's. */
  final void end() {
    lease = Arena.Lease.HANDED_ON;
  }

  final void requireAlive() {
    Arena.Lease held = root.lease;
    if (held != null && held.over()) {
      throw Arena.ended(shape, held);
    }
  }

  /** The shape and the first elements. */
  @Override
  public String toString() {
    Arena.Lease held = root.lease;
    if (held != null && held.over()) {
      boolean handedOn = held == Arena.Lease.HANDED_ON;
      return "Tensor" + shape + (handedOn ? ", handed on" : " of a closed tape");
    }
    StringBuilder text = new StringBuilder("Tensor").append(shape).append(" [");
    int shown = Math.min(size(), 8);
    for (int i = 0; i < shown; i++) {
      text.append(i == 0 ? "" : ", ").append(root.array[offset() + i]);
    }
    return text.append(shown < size() ? ", …]" : "]").toString();
  }
}
