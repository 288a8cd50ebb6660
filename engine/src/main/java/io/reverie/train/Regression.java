package io.reverie.train;

import io.reverie.tensor.Tensor;

/**
 * How far outputs are from targets, over any number of batches: mean squared and absolute error,
 * and R², the share of the targets' variance that is explained.
 *
 * <p>Sums are doubles; the variance is gathered about a running mean (Welford 1962), so that
 * targets far from zero do no harm. NaN goes through.
 */
public final class Regression {
  private double[] means = {};
  private double[] spreads = {};
  private double[] errors = {};
  private double absolute;
  private long rows;

  /** The errors of nothing yet. */
  public Regression() {}

  /**
   * Takes a batch in.
   *
   * @param outputs {@code [n, …]}
   * @param targets of the same shape
   * @throws IllegalArgumentException if shapes differ, or a row has not as many numbers as before
   */
  public void add(Tensor outputs, Tensor targets) {
    int n = outputs.shape().rank() < 1 ? 0 : outputs.dim(0);
    if (!outputs.shape().equals(targets.shape()) || outputs.shape().rank() < 1) {
      throw new IllegalArgumentException(
          "outputs %s with targets %s: both [n, …] of one shape are needed"
              .formatted(outputs.shape(), targets.shape()));
    }
    if (n == 0) {
      return;
    }
    start(outputs.size() / n);
    float[] y = outputs.array();
    float[] t = targets.array();
    for (int i = 0; i < outputs.size(); i++) {
      int column = i % means.length;
      rows += column == 0 ? 1 : 0;
      double target = t[targets.offset() + i];
      double error = y[outputs.offset() + i] - target;
      double off = target - means[column];
      means[column] += off / rows;
      spreads[column] += off * (target - means[column]);
      errors[column] += error * error;
      absolute += Math.abs(error);
    }
  }

  private void start(int columns) {
    if (rows == 0) {
      means = new double[columns];
      spreads = new double[columns];
      errors = new double[columns];
    }
    if (columns != means.length) {
      throw new IllegalArgumentException(
          "rows of %d numbers after rows of %d".formatted(columns, means.length));
    }
  }

  /** Takes in what another one has taken in (Chan, Golub &amp; LeVeque 1979). */
  public void merge(Regression other) {
    if (other.rows == 0) {
      return;
    }
    start(other.means.length);
    double all = rows + other.rows;
    for (int c = 0; c < means.length; c++) {
      double off = other.means[c] - means[c];
      means[c] += off * (other.rows / all);
      spreads[c] += other.spreads[c] + off * off * (rows * (other.rows / all));
      errors[c] += other.errors[c];
    }
    absolute += other.absolute;
    rows += other.rows;
  }

  /** The mean squared error; NaN of nothing. */
  public double mse() {
    double sum = 0;
    for (double error : errors) {
      sum += error;
    }
    return sum / (rows * (double) errors.length);
  }

  /** The mean absolute error; NaN of nothing. */
  public double mae() {
    return absolute / (rows * (double) means.length);
  }

  /**
   * R², 1 where every output is right, 0 where the targets' mean would do as well; of rows of
   * several numbers the mean of each one's. As with scikit-learn, it is NaN of fewer than two rows,
   * and of targets that are all the same 1 if every output is right, 0 otherwise.
   */
  public double r2() {
    double sum = 0;
    for (int c = 0; c < means.length; c++) {
      sum += spreads[c] == 0 ? (errors[c] == 0 ? 1 : 0) : 1 - errors[c] / spreads[c];
    }
    return rows < 2 ? Double.NaN : sum / means.length;
  }
}
