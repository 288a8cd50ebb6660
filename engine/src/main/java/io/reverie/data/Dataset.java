package io.reverie.data;

import io.reverie.tensor.Rng;
import io.reverie.tensor.Shape;
import io.reverie.tensor.Tensor;
import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.function.IntPredicate;

/**
 * Samples with labels, by number.
 *
 * <p>All inputs stand in one array, sample after sample; a subset shares the array and holds
 * numbers. {@link #batches} copies the chosen samples into one tensor at a time. Immutable, and
 * safe to read from many threads.
 */
public final class Dataset {
  private final float[] inputs;
  private final int[] labels;
  private final Shape sample;

  /** Which samples this set has, as numbers into the arrays. */
  private final int[] members;

  private Dataset(float[] inputs, int[] labels, Shape sample, int[] members) {
    this.inputs = inputs;
    this.labels = labels;
    this.sample = sample;
    this.members = members;
  }

  /**
   * The samples {@code inputs[i, …]} with {@code labels[i]}. The arrays are shared, not copied.
   *
   * @throws IllegalArgumentException if there is not one label a sample
   */
  public static Dataset of(Tensor inputs, int[] labels) {
    if (inputs.shape().rank() < 1 || inputs.dim(0) != labels.length) {
      throw new IllegalArgumentException(
          "a dataset of inputs %s with %d labels: one label a sample is needed"
              .formatted(inputs.shape(), labels.length));
    }
    float[] array = inputs.offset() == 0 ? inputs.array() : inputs.toArray();
    return new Dataset(array, labels, inputs.shape().without(0), range(labels.length));
  }

  /**
   * Grey images with labels, scaled from 0…255 to 0…1; each sample is {@code [1, height, width]}.
   *
   * @throws IllegalArgumentException if the images are not {@code [n, height, width]} or the labels
   *     not {@code [n]}
   */
  public static Dataset ofImages(Idx images, Idx labels) {
    int[] dims = images.dims();
    if (dims.length != 3 || labels.dims().length != 1 || labels.dims()[0] != dims[0]) {
      throw new IllegalArgumentException(
          "images %s with labels %s: [n, height, width] and [n] are needed"
              .formatted(Shape.of(dims), Shape.of(labels.dims())));
    }
    byte[] pixels = images.bytes();
    float[] inputs = new float[pixels.length];
    for (int i = 0; i < pixels.length; i++) {
      inputs[i] = (pixels[i] & 0xFF) / 255f;
    }
    int[] classes = new int[dims[0]];
    for (int i = 0; i < classes.length; i++) {
      classes[i] = labels.bytes()[i] & 0xFF;
    }
    return new Dataset(inputs, classes, Shape.of(1, dims[1], dims[2]), range(dims[0]));
  }

  private static int[] range(int n) {
    int[] numbers = new int[n];
    for (int i = 0; i < n; i++) {
      numbers[i] = i;
    }
    return numbers;
  }

  /** How many samples there are. */
  public int size() {
    return members.length;
  }

  /** The shape of one sample. */
  public Shape sample() {
    return sample;
  }

  /** The label of sample i. */
  public int label(int i) {
    return labels[members[i]];
  }

  /** The largest label plus one; 0 of an empty set. */
  public int classes() {
    int classes = 0;
    for (int member : members) {
      classes = Math.max(classes, labels[member] + 1);
    }
    return classes;
  }

  /** The same samples in another shape of as many elements, such as {@code [784]}. Free. */
  public Dataset reshape(int... dims) {
    return new Dataset(inputs, labels, sample.reshape(dims), members);
  }

  /** The samples whose label passes. Free but for the numbers. */
  public Dataset filter(IntPredicate label) {
    int[] chosen = new int[members.length];
    int n = 0;
    for (int member : members) {
      if (label.test(labels[member])) {
        chosen[n++] = member;
      }
    }
    return new Dataset(inputs, labels, sample, Arrays.copyOf(chosen, n));
  }

  /** These samples of the set, in this order; numbers may repeat. */
  public Dataset select(int... numbers) {
    int[] chosen = new int[numbers.length];
    for (int i = 0; i < numbers.length; i++) {
      chosen[i] = members[Objects.checkIndex(numbers[i], members.length)];
    }
    return new Dataset(inputs, labels, sample, chosen);
  }

  /** The first n samples, or all if there are fewer. Free but for the numbers. */
  public Dataset first(int n) {
    int[] chosen = Arrays.copyOf(members, Math.min(n, members.length));
    return new Dataset(inputs, labels, sample, chosen);
  }

  /** The samples with these numbers as one batch, copied. */
  public Batch batch(int... numbers) {
    return gather(numbers, 0, numbers.length);
  }

  /** All samples as one batch, copied. */
  public Batch all() {
    return gather(range(size()), 0, size());
  }

  private Batch gather(int[] numbers, int from, int to) {
    int size = sample.size();
    float[] gathered = new float[(to - from) * size];
    int[] classes = new int[to - from];
    for (int i = from; i < to; i++) {
      int member = members[numbers[i]];
      System.arraycopy(inputs, member * size, gathered, (i - from) * size, size);
      classes[i - from] = labels[member];
    }
    return new Batch(Tensor.of(gathered, 0, sample.prepend(to - from)), classes);
  }

  /** Batches in order; the last may be smaller. */
  public Iterable<Batch> batches(int size) {
    return batches(size, range(size()));
  }

  /**
   * Batches in an order drawn once from the stream, every sample once; the last batch may be
   * smaller. Iterating again goes through the same order again: draw a new one for each epoch.
   */
  public Iterable<Batch> batches(int size, Rng rng) {
    return batches(size, rng.permutation(size()));
  }

  private Iterable<Batch> batches(int size, int[] order) {
    if (size < 1) {
      throw new IllegalArgumentException("batches of " + size + " samples: at least 1 is needed");
    }
    return () ->
        new Iterator<>() {
          private int next;

          @Override
          public boolean hasNext() {
            return next < order.length;
          }

          @Override
          public Batch next() {
            if (!hasNext()) {
              throw new NoSuchElementException("all " + order.length + " samples were given");
            }
            int from = next;
            next = Math.min(order.length, from + size);
            return gather(order, from, next);
          }
        };
  }

  @Override
  public String toString() {
    return size() + " samples of shape " + sample;
  }
}
