package io.reverie.data;

import io.reverie.tensor.Compute;
import io.reverie.tensor.Rng;
import io.reverie.tensor.Shape;
import io.reverie.tensor.Tensor;
import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.function.IntPredicate;
import java.util.function.IntUnaryOperator;
import java.util.function.UnaryOperator;

/**
 * Samples with labels, by number.
 *
 * <p>A set is a {@linkplain Samples source} and the numbers of the samples it has of it: a subset
 * shares the source. {@link #batches} copies the chosen samples into one tensor at a time, and
 * stops with a {@link java.util.concurrent.CancellationException} once the thread is interrupted.
 * Immutable, and safe to read from many threads where the source is: arrays and {@linkplain RowFile
 * files} are.
 */
public final class Dataset {
  private final Samples source;
  private final Shape sample;

  /** Which samples this set has, as numbers into the source. */
  private final int[] members;

  private Dataset(Samples source, Shape sample, int[] members) {
    this.source = source;
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
    return of(new FloatSamples(array, labels, inputs.shape().without(0)));
  }

  /** All samples of a source of one's own, read when they are asked for. */
  public static Dataset of(Samples source) {
    return new Dataset(source, source.sample(), range(source.size()));
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
    return of(new FloatSamples(inputs, classes, Shape.of(1, dims[1], dims[2])));
  }

  /**
   * One set's samples after another's.
   *
   * @throws IllegalArgumentException if there is no set, or their samples differ in shape
   */
  public static Dataset concat(Dataset... sets) {
    return of(JoinedSamples.of(sets));
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
    return source.label(members[i]);
  }

  /** The largest label plus one; 0 of an empty set. */
  public int classes() {
    int classes = 0;
    for (int member : members) {
      classes = Math.max(classes, source.label(member) + 1);
    }
    return classes;
  }

  /** The same samples in another shape of as many elements, such as {@code [784]}. Free. */
  public Dataset reshape(int... dims) {
    return new Dataset(source, sample.reshape(dims), members);
  }

  /** The samples whose label passes. Free but for the numbers. */
  public Dataset filter(IntPredicate label) {
    int[] chosen = new int[members.length];
    int n = 0;
    for (int member : members) {
      if (label.test(source.label(member))) {
        chosen[n++] = member;
      }
    }
    return new Dataset(source, sample, Arrays.copyOf(chosen, n));
  }

  /** These samples of the set, in this order; numbers may repeat. */
  public Dataset select(int... numbers) {
    int[] chosen = new int[numbers.length];
    for (int i = 0; i < numbers.length; i++) {
      chosen[i] = members[Objects.checkIndex(numbers[i], members.length)];
    }
    return new Dataset(source, sample, chosen);
  }

  /**
   * The first n samples, or all if there are fewer. Free but for the numbers.
   *
   * @throws IllegalArgumentException if n is negative
   */
  public Dataset first(int n) {
    if (n < 0) {
      throw new IllegalArgumentException("the first " + n + " samples: 0 or more are possible");
    }
    int[] chosen = Arrays.copyOf(members, Math.min(n, members.length));
    return new Dataset(source, sample, chosen);
  }

  /**
   * The same set seen through a function of a sample's tensor, which runs each time a sample is
   * read. All results must have the shape of the first one; the function may not keep its argument.
   */
  public Dataset map(UnaryOperator<Tensor> function) {
    return of(MappedSamples.of(this, function));
  }

  /**
   * The same samples under other labels, such as {@code label -> label % 2}; the function runs each
   * time a label is asked for.
   */
  public Dataset relabel(IntUnaryOperator labels) {
    return of(new RelabelledSamples(this, labels));
  }

  /** Writes sample i into {@code into} from {@code at} on. */
  void read(int i, float[] into, int at) {
    source.read(members[i], into, at);
  }

  /** The samples with these numbers as one batch, copied. */
  public Batch batch(int... numbers) {
    for (int number : numbers) {
      Objects.checkIndex(number, members.length);
    }
    return gather(numbers, 0, numbers.length);
  }

  /** All samples as one batch, copied. */
  public Batch all() {
    return gather(range(size()), 0, size());
  }

  private Batch gather(int[] numbers, int from, int to) {
    int size = sample.size();
    float[] gathered = new float[Math.multiplyExact(to - from, size)];
    int[] classes = new int[to - from];
    for (int i = from; i < to; i++) {
      int member = members[numbers[i]];
      source.read(member, gathered, (i - from) * size);
      classes[i - from] = source.label(member);
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

  /**
   * Batches of the samples with these numbers, in this order, such as a {@link Sampler} draws; the
   * last may be smaller. The array is not copied.
   *
   * @throws IllegalArgumentException if the size is not positive
   * @throws IndexOutOfBoundsException if there is no sample of a number
   */
  public Iterable<Batch> batches(int size, int[] order) {
    for (int number : order) {
      Objects.checkIndex(number, members.length);
    }
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
            Compute.checkInterrupt("sample " + next + " of " + order.length);
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
