package io.reverie.sleep.evaluate;

import java.util.Arrays;

/**
 * Accuracy on every task after each task learned: row i, column j is the accuracy on task j after
 * task i, from 0 to 1.
 *
 * <p>Accuracy on tasks not yet learned is in the matrix, but is no part of what can be forgotten.
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

  /**
   * Forgetting: the best accuracy a task had since it was learned minus its last one, as a mean
   * over all tasks but the last (Chaudhry et al. 2018; the last row counts, so it is never
   * negative). 0 where fewer than two tasks were learned one after the other.
   */
  public double forgetting() {
    int last = rows.length - 1;
    int counted = Math.min(last, columns() - 1);
    double sum = 0;
    for (int j = 0; j < counted; j++) {
      double best = 0;
      for (int i = j; i <= last; i++) {
        best = Math.max(best, rows[i][j]);
      }
      sum += best - rows[last][j];
    }
    return counted == 0 ? 0 : sum / counted;
  }
}
