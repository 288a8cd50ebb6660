package io.reverie.train;

import io.reverie.tensor.Indices;
import io.reverie.tensor.Tensor;

/**
 * The share of samples whose label is the largest output, or among the k largest, over any number
 * of batches:
 *
 * <pre>{@code
 * var accuracy = Accuracy.of();
 * for (var batch : test.batches(500)) try (var _ = Tape.infer()) {
 *   accuracy.add(model.forward(batch.inputs()), batch.labels());
 * }
 * accuracy.value()
 * }</pre>
 *
 * <p>Of equal outputs the first is the larger one.
 */
public final class Accuracy {
  private final int k;
  private long right;
  private long count;

  private Accuracy(int k) {
    this.k = k;
  }

  /** Counts where the label is the largest output. */
  public static Accuracy of() {
    return top(1);
  }

  /**
   * Counts where the label is among the k largest outputs.
   *
   * @throws IllegalArgumentException if k is not positive
   */
  public static Accuracy top(int k) {
    if (k < 1) {
      throw new IllegalArgumentException("the top " + k + ": 1 or more is needed");
    }
    return new Accuracy(k);
  }

  /**
   * Counts a batch: outputs {@code [n, classes]} of any scale, or with more axes before the classes
   * and a label for each row.
   *
   * @throws IllegalArgumentException if there is not a label a row, there are no more than k
   *     classes for k of more than 1, or an output is NaN
   * @throws IndexOutOfBoundsException if a label is no class
   */
  public void add(Tensor outputs, int... labels) {
    int classes = classes(outputs, labels);
    if (k > 1 && classes <= k) {
      throw new IllegalArgumentException(
          "the top %d of %d classes: every label is among them".formatted(k, classes));
    }
    float[] x = outputs.array();
    for (int i = 0; i < labels.length; i++) {
      int row = outputs.offset() + i * classes;
      float own = x[row + labels[i]];
      int larger = 0;
      for (int c = 0; c < classes; c++) {
        float other = x[row + c];
        larger += other > own || other == own && c < labels[i] ? 1 : 0;
      }
      right += larger < k ? 1 : 0;
    }
    count += labels.length;
  }

  /** The number of classes, once labels and outputs fit. */
  static int classes(Tensor outputs, int... labels) {
    int rank = outputs.shape().rank();
    int classes = rank < 2 ? 0 : outputs.dim(-1);
    if (classes < 1 || outputs.size() != labels.length * (long) classes) {
      throw new IllegalArgumentException(
          "outputs %s with %d labels: [n, classes] and a label a row are needed"
              .formatted(outputs.shape(), labels.length));
    }
    Indices.of(labels).requireBelow(classes, "label");
    requireNumbers(outputs);
    return classes;
  }

  /** Refuses NaN, which has no place in an order. */
  static void requireNumbers(Tensor outputs) {
    for (int i = 0; i < outputs.size(); i++) {
      if (Float.isNaN(outputs.array()[outputs.offset() + i])) {
        throw new IllegalArgumentException(
            "output %d of %s is NaN, which has no place in an order: has the training diverged?"
                .formatted(i, outputs.shape()));
      }
    }
  }

  /** Counts what another one has counted, of the same k. */
  public void merge(Accuracy other) {
    if (k != other.k) {
      throw new IllegalArgumentException("the top %d and the top %d".formatted(k, other.k));
    }
    right += other.right;
    count += other.count;
  }

  /** The share, 0 to 1; NaN of no samples. */
  public double value() {
    return (double) right / count;
  }
}
