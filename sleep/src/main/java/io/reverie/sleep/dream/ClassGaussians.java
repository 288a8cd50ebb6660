package io.reverie.sleep.dream;

import io.reverie.tensor.Rng;
import io.reverie.tensor.Shape;
import io.reverie.tensor.Tensor;

/**
 * One Gaussian a class: the mean and covariance of its members, to draw more of them (FearNet,
 * Kemker &amp; Kanan 2018, does so in a hidden layer of an autoencoder).
 *
 * <p>Covariances are those of the members themselves, divided by their number, and shrunk towards
 * their diagonal: {@code (1 − s)·S + s·diag S}. With fewer members than features S alone says that
 * most directions do not exist.
 */
public final class ClassGaussians implements Sampler {
  /** Added to each variance, as a share of the class's mean variance, so that roots exist. */
  private static final double RIDGE = 1e-6;

  private final Shape feature;
  private final int[] counts;
  private final double[][] means;

  /** The lower Cholesky factors, row by row. */
  private final double[][] roots;

  private ClassGaussians(Shape feature, int[] counts, double[][] means, double[][] roots) {
    this.feature = feature;
    this.counts = counts;
    this.means = means;
    this.roots = roots;
  }

  /**
   * The Gaussians of these members.
   *
   * @param features {@code [n, …]}
   * @param labels the members' classes, from 0 to {@code classes − 1}
   * @param shrink s, from 0 (full covariances) to 1 (diagonal ones)
   * @throws IllegalArgumentException if s is out of range or there is not one label a row
   */
  public static ClassGaussians of(Tensor features, int[] labels, int classes, float shrink) {
    if (!(shrink >= 0 && shrink <= 1) || features.dim(0) != labels.length) {
      throw new IllegalArgumentException(
          "Gaussians of features %s with %d labels and shrinkage %s: a label a row and 0 to 1 are needed"
              .formatted(features.shape(), labels.length, shrink));
    }
    Shape feature = features.shape().without(0);
    int width = feature.size();
    int[] counts = new int[classes];
    double[][] means = new double[classes][width];
    double[][] sums = new double[classes][];
    float[] x = features.array();
    for (int i = 0; i < labels.length; i++) {
      counts[labels[i]]++;
      for (int j = 0; j < width; j++) {
        means[labels[i]][j] += x[features.offset() + i * width + j];
      }
    }
    for (int c = 0; c < classes; c++) {
      for (int j = 0; j < width && counts[c] > 0; j++) {
        means[c][j] /= counts[c];
      }
      sums[c] = new double[counts[c] == 0 ? 0 : width * width];
    }
    double[] away = new double[width];
    for (int i = 0; i < labels.length; i++) {
      for (int j = 0; j < width; j++) {
        away[j] = x[features.offset() + i * width + j] - means[labels[i]][j];
      }
      addOuter(sums[labels[i]], away);
    }
    for (int c = 0; c < classes; c++) {
      if (counts[c] > 0) {
        root(covariance(sums[c], width, counts[c], shrink), width);
      }
    }
    return new ClassGaussians(feature, counts, means, sums);
  }

  private static void addOuter(double[] sum, double[] away) {
    for (int j = 0; j < away.length; j++) {
      if (away[j] != 0) {
        for (int k = 0; k <= j; k++) {
          sum[j * away.length + k] += away[j] * away[k];
        }
      }
    }
  }

  /** The shrunk covariance in place of the sums; of the lower half. */
  private static double[] covariance(double[] sums, int width, int count, float shrink) {
    double trace = 0;
    for (int j = 0; j < width; j++) {
      trace += sums[j * width + j] / count;
    }
    double ridge = RIDGE * Math.max(trace / width, 1e-12);
    for (int j = 0; j < width; j++) {
      for (int k = 0; k < j; k++) {
        sums[j * width + k] *= (1 - shrink) / count;
      }
      sums[j * width + j] = sums[j * width + j] / count + ridge;
    }
    return sums;
  }

  /** The lower Cholesky factor in place of the lower half. */
  private static void root(double[] a, int width) {
    for (int j = 0; j < width; j++) {
      for (int k = 0; k <= j; k++) {
        double sum = a[j * width + k];
        for (int i = 0; i < k; i++) {
          sum -= a[j * width + i] * a[k * width + i];
        }
        // Rounding may leave a hair below zero where the ridge is all there is.
        a[j * width + k] = j == k ? Math.sqrt(Math.max(sum, 1e-20)) : sum / a[k * width + k];
      }
    }
  }

  /** How many members a class had. */
  public int count(int label) {
    return counts[label];
  }

  /**
   * One draw from each of these classes, {@code [n, …]}.
   *
   * @throws IllegalArgumentException if a class had no members
   */
  @Override
  public Tensor sample(int[] labels, Rng rng) {
    int width = feature.size();
    float[] drawn = new float[labels.length * width];
    double[] noise = new double[width];
    for (int i = 0; i < labels.length; i++) {
      int label = labels[i];
      if (counts[label] == 0) {
        throw new IllegalArgumentException(
            "a draw from class " + label + ", which had no members: ask for those with a count");
      }
      for (int j = 0; j < width; j++) {
        noise[j] = rng.nextGaussian();
      }
      for (int j = 0; j < width; j++) {
        double value = means[label][j];
        for (int k = 0; k <= j; k++) {
          value += roots[label][j * width + k] * noise[k];
        }
        drawn[i * width + j] = (float) value;
      }
    }
    return Tensor.of(drawn, 0, feature.prepend(labels.length));
  }
}
