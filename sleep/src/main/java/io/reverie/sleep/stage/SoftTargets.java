package io.reverie.sleep.stage;

import io.reverie.tensor.Tensor;

/**
 * What a network takes samples for, as targets for another: {@code softmax(scores / T)} among some
 * classes (Hinton, Vinyals &amp; Dean 2015).
 */
public final class SoftTargets {
  private SoftTargets() {}

  /**
   * A row a sample that adds up to 1; classes not among these get nothing, as if the network had no
   * output for them. A row of scores with NaN gives NaN.
   *
   * @param scores before softmax, {@code [n, …]}
   * @param among the classes that share, such as those in memory
   * @param temperature T, above 0: the higher, the more even
   * @return {@code [n, classes]}
   */
  public static Tensor of(Tensor scores, int[] among, float temperature) {
    int n = scores.dim(0);
    int classes = scores.size() / Math.max(1, n);
    float[] targets = new float[n * classes];
    double[] shares = new double[among.length];
    for (int i = 0; i < n; i++) {
      int from = scores.offset() + i * classes;
      double largest = Double.NEGATIVE_INFINITY;
      for (int c : among) {
        largest = Math.max(largest, scores.array()[from + c]);
      }
      double all = 0;
      for (int k = 0; k < among.length; k++) {
        shares[k] = StrictMath.exp((scores.array()[from + among[k]] - largest) / temperature);
        all += shares[k];
      }
      for (int k = 0; k < among.length; k++) {
        targets[i * classes + among[k]] = (float) (shares[k] / all);
      }
    }
    return Tensor.of(targets, n, classes);
  }
}
