package io.reverie.sleep.strategy;

import io.reverie.data.Batch;
import io.reverie.data.Dataset;
import io.reverie.tensor.Nullable;
import io.reverie.tensor.Rng;
import io.reverie.tensor.Tape;
import io.reverie.tensor.Tensor;
import java.util.Arrays;
import java.util.function.UnaryOperator;

/**
 * Any strategy, whose answer is the class with the nearest mean of hidden features instead of the
 * largest output (Mensink et al. 2013; iCaRL's classifier, Rebuffi et al. 2017).
 *
 * <p>It asks what the hidden layers still tell apart when the last layer is not to be trusted.
 * Features are brought to length 1, means are means of those, and the score of a class is minus the
 * squared distance to its mean, brought to length 1 as well. Classes never seen score −5, less than
 * any distance on the sphere.
 *
 * <p>Means are either taken by day, when a task ends, from all its data, and grow stale as the
 * network changes; or anew after each task from a few samples of each class that are kept.
 */
public final class NearestClassMean implements Around {
  private static final float NEVER = -5;

  private final Strategy inner;
  private final UnaryOperator<Tensor> features;
  private final int classes;
  private final @Nullable FewOfEach few;
  private double[][] sums = new double[0][];

  private NearestClassMean(
      Strategy inner, UnaryOperator<Tensor> features, int classes, @Nullable FewOfEach few) {
    if (classes < 1) {
      throw new IllegalArgumentException(classes + " classes: at least 1 is needed");
    }
    this.inner = inner;
    this.features = features;
    this.classes = classes;
    this.few = few;
  }

  /**
   * Means of each task's data as its end saw them.
   *
   * @param features the hidden features of inputs, {@code [n, width]}
   */
  public static NearestClassMean byDay(
      Strategy inner, UnaryOperator<Tensor> features, int classes) {
    return new NearestClassMean(inner, features, classes, null);
  }

  /** Means of so many kept samples of each class, as the network sees them after each task. */
  public static NearestClassMean fromMemory(
      Strategy inner, UnaryOperator<Tensor> features, int classes, int each, Rng rng) {
    return new NearestClassMean(inner, features, classes, new FewOfEach(each, rng));
  }

  @Override
  public Strategy inner() {
    return inner;
  }

  @Override
  public void endTask(int task, Dataset data) {
    inner.endTask(task, data);
    if (few == null) {
      for (Batch batch : data.batches(500)) {
        add(batch);
      }
    } else {
      few.add(data, learner().ledger());
      sums = new double[0][];
      add(few.all());
    }
  }

  private void add(Batch batch) {
    learner().ledger().forwardSamples(batch.size());
    float[] units = units(batch.inputs());
    int width = units.length / batch.size();
    if (sums.length == 0) {
      sums = new double[classes][width];
      learner().ledger().keeps("class means", (long) Double.BYTES * classes * width);
    }
    for (int i = 0; i < batch.size(); i++) {
      double[] sum = sums[batch.labels()[i]];
      for (int j = 0; j < width; j++) {
        sum[j] += units[i * width + j];
      }
    }
  }

  /** Features of length 1, row by row; a row of zeros stays. */
  private float[] units(Tensor inputs) {
    try (var _ = Tape.infer()) {
      Tensor rows = features.apply(inputs);
      return Features.ofLengthOne(rows.copy().reshape(inputs.dim(0), -1)).toArray();
    }
  }

  @Override
  public Tensor scores(Tensor inputs) {
    int n = inputs.dim(0);
    if (sums.length == 0) {
      return Tensor.full(NEVER, n, classes);
    }
    float[] units = units(inputs);
    int width = units.length / n;
    float[] scores = new float[n * classes];
    for (int c = 0; c < classes; c++) {
      double length = Math.sqrt(Arrays.stream(sums[c]).map(x -> x * x).sum());
      for (int i = 0; i < n; i++) {
        scores[i * classes + c] =
            length == 0 ? NEVER : -distance(units, i * width, sums[c], length);
      }
    }
    return Tensor.of(scores, n, classes);
  }

  private static float distance(float[] units, int from, double[] sum, double length) {
    double squares = 0;
    for (int j = 0; j < sum.length; j++) {
      double difference = units[from + j] - sum[j] / length;
      squares += difference * difference;
    }
    return (float) squares;
  }
}
