package io.reverie.sleep.evaluate;

import java.util.Arrays;

/**
 * Accuracy on every task after each task learned: row i, column j is the accuracy on task j after
 * task i, from 0 to 1; NaN where it was not asked.
 *
 * <p>Accuracy on tasks not yet learned is in the matrix, but is no part of what can be forgotten.
 * Task j counts as learned after row j. Where there are more rows than columns, because a stream
 * comes in parts, or fewer, because several tasks are learned at once, it is the row by which the
 * same share of the stream has passed.
 */
public final class AccuracyMatrix {
  private final double[][] rows;

  /** A matrix of these rows, which are copied; all must be equally long. */
  public AccuracyMatrix(double[][] rows) {
    if (rows.length == 0) {
      throw new IllegalArgumentException("an accuracy matrix without rows: nothing was learned");
    }
    this.rows = new double[rows.length][];
    for (int i = 0; i < rows.length; i++) {
      if (rows[i].length != rows[0].length || rows[i].length == 0) {
        throw new IllegalArgumentException(
            "row %d of an accuracy matrix has %d columns, row 0 has %d"
                .formatted(i, rows[i].length, rows[0].length));
      }
      this.rows[i] = rows[i].clone();
    }
  }

  /** How many tasks were learned. */
  public int rows() {
    return rows.length;
  }

  /** How many tasks were tested. */
  public int columns() {
    return rows[0].length;
  }

  /** Accuracy on task j after task i. */
  public double at(int i, int j) {
    return rows[i][j];
  }

  /** A copy of row i. */
  public double[] row(int i) {
    return rows[i].clone();
  }

  /** The mean accuracy over all tasks at the end. */
  public double average() {
    return Arrays.stream(rows[rows.length - 1]).average().orElseThrow();
  }

  /** The row after which task j counts as learned. */
  public int learned(int j) {
    return learned(j, rows(), columns());
  }

  static int learned(int j, int rows, int columns) {
    return Math.max(0, (int) ((j + 1L) * rows / columns) - 1);
  }

  /**
   * Forgetting: the best accuracy a task had since it was learned minus its last one, as a mean
   * over all tasks but those learned last (Chaudhry et al. 2018; the last row counts, so it is
   * never negative). 0 where fewer than two tasks were learned one after the other.
   */
  public double forgetting() {
    int last = rows.length - 1;
    int counted = 0;
    double sum = 0;
    for (int j = 0; j < columns() && learned(j) < last; j++) {
      double best = rows[last][j];
      for (int i = learned(j); i <= last; i++) {
        best = rows[i][j] > best ? rows[i][j] : best;
      }
      sum += best - rows[last][j];
      counted++;
    }
    return counted == 0 ? 0 : sum / counted;
  }

  /**
   * Backward transfer: the last accuracy of a task minus the one it had when it was learned, as a
   * mean over all tasks but those learned last (Lopez-Paz &amp; Ranzato 2017); negative where tasks
   * are forgotten. 0 where fewer than two tasks were learned one after the other.
   */
  public double backwardTransfer() {
    int last = rows.length - 1;
    int counted = 0;
    double sum = 0;
    for (int j = 0; j < columns() && learned(j) < last; j++) {
      sum += rows[last][j] - rows[learned(j)][j];
      counted++;
    }
    return counted == 0 ? 0 : sum / counted;
  }

  /**
   * Forward transfer: the accuracy of a task just before it is learned minus what a network knows
   * of it that has learned nothing, as a mean over all tasks but the first (Lopez-Paz &amp; Ranzato
   * 2017). NaN where no task was learned before another, or it was not asked.
   *
   * @param untrained by task, the accuracy before all learning: {@link Trial#test}
   */
  public double forwardTransfer(double... untrained) {
    needs(untrained, "accuracies of an untrained network");
    int counted = 0;
    double sum = 0;
    for (int j = 0; j < columns(); j++) {
      // The first row that met any of the task, of which the one before has not.
      int met = (int) ((long) j * rows() / columns());
      if (met > 0) {
        sum += rows[met - 1][j] - untrained[j];
        counted++;
      }
    }
    return counted == 0 ? Double.NaN : sum / counted;
  }

  /**
   * Learning accuracy: that of each task just after it was learned, as a mean over all tasks
   * (Riemer et al. 2019). Plasticity in plain figures.
   */
  public double learningAccuracy() {
    double sum = 0;
    for (int j = 0; j < columns(); j++) {
      sum += rows[learned(j)][j];
    }
    return sum / columns();
  }

  /**
   * Plasticity: the accuracy of each task just after it was learned, divided by that of a fresh
   * network that has learned this task alone. It falls along the stream where a network loses its
   * ability to learn.
   *
   * @param fresh by task: {@link Trial#alone}
   * @return by task; 1 is as good as new
   */
  public double[] plasticity(double... fresh) {
    needs(fresh, "accuracies of fresh networks");
    double[] ratios = new double[columns()];
    for (int j = 0; j < ratios.length; j++) {
      ratios[j] = rows[learned(j)][j] / fresh[j];
    }
    return ratios;
  }

  private void needs(double[] given, String what) {
    if (given.length != columns()) {
      throw new IllegalArgumentException(
          "%d %s for %d tasks: one each is needed".formatted(given.length, what, columns()));
    }
  }
}
