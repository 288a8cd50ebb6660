package io.reverie.train;

import io.reverie.tensor.Indices;
import io.reverie.tensor.Tensor;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.function.IntToDoubleFunction;

/**
 * How often each class was taken for which, over any number of batches, and the measures that
 * follow from that.
 *
 * <p>Precision, recall and F1 are those of a class; {@link #macro} and {@link #weighted} average
 * them: {@code confusion.macro(confusion::f1)}, as scikit-learn's {@code average} does. The micro
 * average of each of them is the {@link #accuracy}. 0/0 is 0. {@code System.out.print(confusion)}
 * shows a table.
 */
public final class Confusion {
  /** The table shows the matrix up to so many classes. */
  private static final int SHOWN = 20;

  private final int classes;
  private final long[] counts;

  private Confusion(int classes) {
    this.classes = classes;
    this.counts = new long[classes * classes];
  }

  /**
   * Between so many classes.
   *
   * @param classes 1 to 10000
   */
  public static Confusion of(int classes) {
    if (classes < 1 || classes > 10_000) {
      throw new IllegalArgumentException(
          "a confusion matrix of " + classes + " classes: 1 to 10000 are possible");
    }
    return new Confusion(classes);
  }

  /**
   * Counts a batch by the largest output of each row, the first of equals.
   *
   * @param outputs {@code [n, classes]} of any scale; more axes may stand before the classes
   * @throws IllegalArgumentException if there is not a label a row, the classes are not as many, or
   *     an output is NaN
   * @throws IndexOutOfBoundsException if a label is no class
   */
  public void add(Tensor outputs, int... labels) {
    if (Accuracy.classes(outputs, labels) != classes) {
      throw new IllegalArgumentException(
          "outputs %s for a confusion matrix of %d classes".formatted(outputs.shape(), classes));
    }
    add(outputs.argmax().values(), labels);
  }

  /**
   * Counts answers that were found in another way.
   *
   * @throws IllegalArgumentException if there is not an answer a label
   * @throws IndexOutOfBoundsException if a label or an answer is no class
   */
  public void add(int[] answers, int[] labels) {
    if (answers.length != labels.length) {
      throw new IllegalArgumentException(
          "%d answers with %d labels: as many are needed".formatted(answers.length, labels.length));
    }
    Indices.of(labels).requireBelow(classes, "label");
    Indices.of(answers).requireBelow(classes, "answer");
    for (int i = 0; i < labels.length; i++) {
      counts[labels[i] * classes + answers[i]]++;
    }
  }

  /** Counts what another one has counted, of as many classes. */
  public void merge(Confusion other) {
    if (classes != other.classes) {
      throw new IllegalArgumentException(
          "confusion matrices of %d and %d classes".formatted(classes, other.classes));
    }
    for (int i = 0; i < counts.length; i++) {
      counts[i] += other.counts[i];
    }
  }

  /** How often samples of this label were taken for that class. */
  public long count(int label, int answer) {
    return counts[
        Objects.checkIndex(label, classes) * classes + Objects.checkIndex(answer, classes)];
  }

  /** How many samples have this label: a row's sum. */
  public long labelled(int c) {
    long sum = 0;
    for (int answer = 0; answer < classes; answer++) {
      sum += count(c, answer);
    }
    return sum;
  }

  /** How many samples were taken for this class: a column's sum. */
  public long answered(int c) {
    long sum = 0;
    for (int label = 0; label < classes; label++) {
      sum += count(label, c);
    }
    return sum;
  }

  /** The share of answers that are right; NaN of no samples. */
  public double accuracy() {
    long right = 0;
    long all = 0;
    for (int c = 0; c < classes; c++) {
      right += count(c, c);
      all += labelled(c);
    }
    return (double) right / all;
  }

  /** Of the samples that were taken for this class, the share that is of it. */
  public double precision(int c) {
    return count(c, c) / (double) Math.max(1, answered(c));
  }

  /** Of the samples of this class, the share that was found. */
  public double recall(int c) {
    return count(c, c) / (double) Math.max(1, labelled(c));
  }

  /** The harmonic mean of precision and recall. */
  public double f1(int c) {
    return 2.0 * count(c, c) / Math.max(1, labelled(c) + answered(c));
  }

  /**
   * The mean of a measure over the classes that occur as a label or an answer, each counting the
   * same; NaN of no samples.
   */
  public double macro(IntToDoubleFunction measure) {
    Mean mean = new Mean();
    for (int c = 0; c < classes; c++) {
      mean.add(measure.applyAsDouble(c), labelled(c) + answered(c) > 0 ? 1 : 0);
    }
    return mean.value();
  }

  /** The mean of a measure over the classes, each by its number of samples; NaN of no samples. */
  public double weighted(IntToDoubleFunction measure) {
    Mean mean = new Mean();
    for (int c = 0; c < classes; c++) {
      mean.add(measure.applyAsDouble(c), labelled(c));
    }
    return mean.value();
  }

  /** A table: of each label how often it was taken for which class, and its measures. */
  @Override
  public String toString() {
    int shown = classes <= SHOWN ? classes : 0;
    int width = Math.max(2, String.valueOf(Arrays.stream(counts).max().orElse(0)).length()) + 1;
    StringBuilder text = new StringBuilder("label ");
    for (int c = 0; c < shown; c++) {
      text.append(("%" + width + "d").formatted(c));
    }
    text.append("   samples  precision  recall     F1\n");
    for (int c = 0; c < classes; c++) {
      text.append("%5d ".formatted(c));
      for (int answer = 0; answer < shown; answer++) {
        text.append(("%" + width + "d").formatted(count(c, answer)));
      }
      Object[] row = {labelled(c), precision(c), recall(c), f1(c)};
      text.append(String.format(Locale.ROOT, "  %8d  %9.4f  %6.4f %6.4f%n", row));
    }
    Object[] all = {accuracy(), macro(this::f1), weighted(this::f1)};
    return text.append(
            String.format(Locale.ROOT, "accuracy %.4f, F1 macro %.4f, weighted %.4f%n", all))
        .toString();
  }
}
