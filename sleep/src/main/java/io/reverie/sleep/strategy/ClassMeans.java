package io.reverie.sleep.strategy;

import io.reverie.tensor.Tensor;

/**
 * The mean feature of each class, and how near others are to it: the nearest-mean classifier
 * (Mensink et al. 2013).
 *
 * <p>Sums are kept in doubles, so that members may come in any pieces. Two forms: of features as
 * they are, and on the sphere, where each feature and each mean is brought to length 1 (iCaRL,
 * Rebuffi et al. 2017); a row of zeros stays as it is.
 */
public final class ClassMeans {
  private final boolean onSphere;

  /** By class; null where there are no members. */
  private final double[][] sums;

  private final long[] counts;
  private int width = -1;

  private ClassMeans(int classes, boolean onSphere) {
    if (classes < 1) {
      throw new IllegalArgumentException(classes + " classes: at least 1 is needed");
    }
    this.onSphere = onSphere;
    this.sums = new double[classes][];
    this.counts = new long[classes];
  }

  /** No members yet; features count as they are. */
  public static ClassMeans plain(int classes) {
    return new ClassMeans(classes, false);
  }

  /** No members yet; features and means are brought to length 1. */
  public static ClassMeans onSphere(int classes) {
    return new ClassMeans(classes, true);
  }

  /** Whether no class has members. */
  public boolean isEmpty() {
    return width < 0;
  }

  /** What the sums of all classes take; 0 before the first member. */
  public long bytes() {
    return (long) Double.BYTES * counts.length * Math.max(0, width);
  }

  /**
   * Adds members.
   *
   * @param features {@code [n, …]}, a row a member; more than one axis counts as one long
   * @throws IllegalArgumentException if there is not one label a row, a label is no class, or rows
   *     are of another width than those before
   */
  public void add(Tensor features, int... labels) {
    if (features.dim(0) != labels.length) {
      throw new IllegalArgumentException(
          "features %s with %d labels: one label a row is needed"
              .formatted(features.shape(), labels.length));
    }
    if (labels.length == 0) {
      return;
    }
    width = requireWidth(features);
    double[] row = new double[width];
    for (int i = 0; i < labels.length; i++) {
      if (labels[i] < 0 || labels[i] >= counts.length) {
        throw new IllegalArgumentException(
            "label %d for means of %d classes".formatted(labels[i], counts.length));
      }
      read(features, i, row);
      double[] sum = sums[labels[i]] == null ? new double[width] : sums[labels[i]];
      for (int d = 0; d < width; d++) {
        sum[d] += row[d];
      }
      sums[labels[i]] = sum;
      counts[labels[i]]++;
    }
  }

  /**
   * Minus the squared distance of each row to each class's mean, {@code [n, classes]}; −∞ for a
   * class without members.
   */
  public Tensor scores(Tensor features) {
    int n = features.dim(0);
    float[] scores = new float[n * counts.length];
    if (n > 0 && !isEmpty()) {
      requireWidth(features);
    }
    double[] row = new double[Math.max(0, width)];
    double[][] means = means();
    for (int i = 0; i < n; i++) {
      if (!isEmpty()) {
        read(features, i, row);
      }
      for (int c = 0; c < counts.length; c++) {
        double[] mean = means[c];
        scores[i * counts.length + c] =
            mean == null ? Float.NEGATIVE_INFINITY : (float) (0 - squares(row, mean)); // not −0
      }
    }
    return Tensor.of(scores, n, counts.length);
  }

  private double[][] means() {
    double[][] means = new double[counts.length][];
    for (int c = 0; c < means.length; c++) {
      if (sums[c] != null) {
        means[c] = sums[c].clone();
        divide(means[c], onSphere ? length(means[c]) : counts[c]);
      }
    }
    return means;
  }

  private int requireWidth(Tensor features) {
    int wide = features.size() / features.dim(0);
    if (width >= 0 && wide != width) {
      throw new IllegalArgumentException(
          "features %s for class means of %d numbers: rows of as many are needed"
              .formatted(features.shape(), width));
    }
    return wide;
  }

  /** Row i, brought to length 1 where that is the form. */
  private void read(Tensor features, int i, double[] into) {
    int from = features.offset() + i * into.length;
    for (int d = 0; d < into.length; d++) {
      into[d] = features.array()[from + d];
    }
    if (onSphere) {
      divide(into, length(into));
    }
  }

  private static double length(double[] x) {
    double squares = 0;
    for (double value : x) {
      squares += value * value;
    }
    return Math.sqrt(squares);
  }

  private static void divide(double[] x, double by) {
    for (int d = 0; d < x.length && by != 0; d++) {
      x[d] /= by;
    }
  }

  private static double squares(double[] x, double[] mean) {
    double squares = 0;
    for (int d = 0; d < x.length; d++) {
      double apart = x[d] - mean[d];
      squares += apart * apart;
    }
    return squares;
  }
}
