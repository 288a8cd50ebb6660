package io.reverie.train;

import io.reverie.tensor.Indices;
import io.reverie.tensor.Tensor;
import java.util.Arrays;

/**
 * The area under the ROC curve: how probable it is that a sample of class 1 has a higher score than
 * one of class 0, equal scores counting half (Hanley &amp; McNeil 1982).
 *
 * <p>Exact, at eight bytes a sample. Scores are of any scale. For several classes take one of these
 * a class, with the scores of the class and 1 for its samples.
 */
public final class Auc {
  /** Scores as numbers of the same order, times two; plus the label. */
  private long[] samples = new long[64];

  private int count;

  /** The area of nothing yet. */
  public Auc() {}

  /**
   * Takes a batch in.
   *
   * @param scores of any shape, one a label
   * @param labels 0 or 1
   * @throws IllegalArgumentException if there is not a score a label, or one is NaN
   * @throws IndexOutOfBoundsException if a label is neither 0 nor 1
   */
  public void add(Tensor scores, int... labels) {
    if (scores.size() != labels.length) {
      throw new IllegalArgumentException(
          "scores %s with %d labels: a score a label is needed"
              .formatted(scores.shape(), labels.length));
    }
    Indices.of(labels).requireBelow(2, "label");
    Accuracy.requireNumbers(scores);
    reserve(labels.length);
    for (int i = 0; i < labels.length; i++) {
      // Plus zero, so that −0 is 0. The bits of negative floats count downwards.
      int bits = Float.floatToIntBits(scores.array()[scores.offset() + i] + 0f);
      int ordered = bits >= 0 ? bits : bits ^ Integer.MAX_VALUE;
      samples[count++] = 2L * ordered + labels[i];
    }
  }

  /** Takes in what another one has taken in. */
  public void merge(Auc other) {
    int n = other.count;
    reserve(n);
    System.arraycopy(other.samples, 0, samples, count, n);
    count += n;
  }

  private void reserve(int more) {
    int needed = Math.addExact(count, more);
    if (needed > samples.length) {
      samples = Arrays.copyOf(samples, (int) Math.min(2L * needed, Integer.MAX_VALUE - 8));
    }
  }

  /** The area, 0 to 1; NaN unless there are samples of both classes. */
  public double value() {
    long[] sorted = Arrays.copyOf(samples, count);
    Arrays.sort(sorted);
    long below = 0; // of class 0
    long ones = 0;
    long won = 0; // pairs, twice
    for (int i = 0, end; i < count; i = end) {
      long tied = 0;
      for (end = i; end < count && sorted[end] >> 1 == sorted[i] >> 1; end++) {
        tied += sorted[end] & 1;
      }
      long zeros = end - i - tied;
      won += tied * (2 * below + zeros);
      below += zeros;
      ones += tied;
    }
    return won / (2.0 * below * ones);
  }
}
