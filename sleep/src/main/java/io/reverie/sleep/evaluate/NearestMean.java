package io.reverie.sleep.evaluate;

import io.reverie.data.Batch;
import io.reverie.data.Dataset;
import io.reverie.tensor.Tensor;
import java.util.function.UnaryOperator;

/**
 * Classifies by the nearest class mean of features: what a representation still knows, whatever the
 * output layer makes of it (Mensink et al. 2013).
 *
 * <p>Where it stays high while the network's own answers fall, forgetting is a biased output, which
 * a few samples can mend; where it falls as well, the representation is lost.
 */
public final class NearestMean implements UnaryOperator<Tensor> {
  private static final int PIECE = 500;

  private final UnaryOperator<Tensor> features;
  private final double[][] means;

  private NearestMean(UnaryOperator<Tensor> features, double[][] means) {
    this.features = features;
    this.means = means;
  }

  /**
   * With the means of this data: all training data shows what the representation holds, a memory
   * what a method could make of it.
   *
   * @param features as those of {@link Features}; more than one axis a sample counts as one long
   * @param classes how many scores to give; a class without samples scores −∞
   */
  public static NearestMean of(UnaryOperator<Tensor> features, Dataset data, int classes) {
    double[][] means = new double[classes][];
    int[] counts = new int[classes];
    for (Batch batch : data.batches(PIECE)) {
      Tensor hidden = features.apply(batch.inputs());
      int width = hidden.size() / batch.size();
      for (int i = 0; i < batch.size(); i++) {
        int label = batch.labels()[i];
        double[] mean = means[label] == null ? new double[width] : means[label];
        means[label] = mean;
        counts[label]++;
        for (int d = 0; d < width; d++) {
          mean[d] += (hidden.array()[hidden.offset() + i * width + d] - mean[d]) / counts[label];
        }
      }
    }
    return new NearestMean(features, means);
  }

  /**
   * The scores of a batch: minus the squared distance to each class's mean, {@code [n, classes]}.
   */
  @Override
  public Tensor apply(Tensor inputs) {
    Tensor hidden = features.apply(inputs);
    int n = inputs.dim(0);
    int width = hidden.size() / n;
    float[] scores = new float[n * means.length];
    for (int i = 0; i < n; i++) {
      for (int c = 0; c < means.length; c++) {
        double distance = means[c] == null ? Double.POSITIVE_INFINITY : 0;
        for (int d = 0; means[c] != null && d < width; d++) {
          double apart = hidden.array()[hidden.offset() + i * width + d] - means[c][d];
          distance += apart * apart;
        }
        scores[i * means.length + c] = (float) -distance;
      }
    }
    return Tensor.of(scores, n, means.length);
  }
}
