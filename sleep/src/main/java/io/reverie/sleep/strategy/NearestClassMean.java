package io.reverie.sleep.strategy;

import io.reverie.data.Batch;
import io.reverie.data.Dataset;
import io.reverie.tensor.Nullable;
import io.reverie.tensor.Rng;
import io.reverie.tensor.Tape;
import io.reverie.tensor.Tensor;
import java.util.function.UnaryOperator;

/**
 * Any strategy, whose answer is the class with the nearest mean of hidden features instead of the
 * largest output (Mensink et al. 2013; iCaRL's classifier, Rebuffi et al. 2017).
 *
 * <p>It asks what the hidden layers still tell apart when the last layer is not to be trusted.
 * Features and means are brought to length 1: {@link ClassMeans#onSphere}. Classes never seen score
 * −∞; before the first task has ended the other strategy answers.
 *
 * <p>Means are either taken by day, when a task ends, from all its data, and grow stale as the
 * network changes; or anew after each task from a few samples of each class that are kept.
 */
public final class NearestClassMean implements Around {
  /** Samples whose features are asked for at once. */
  private static final int PIECE = 500;

  private final Strategy inner;
  private final UnaryOperator<Tensor> features;
  private final int classes;
  private final @Nullable FewOfEach few;
  private ClassMeans means;

  private NearestClassMean(
      Strategy inner, UnaryOperator<Tensor> features, int classes, @Nullable FewOfEach few) {
    this.inner = inner;
    this.features = features;
    this.classes = classes;
    this.few = few;
    this.means = ClassMeans.onSphere(classes);
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
    return new NearestClassMean(
        inner, features, classes, new FewOfEach(each, rng, "samples for class means"));
  }

  @Override
  public Strategy inner() {
    return inner;
  }

  @Override
  public void endTask(int task, Dataset data) {
    inner.endTask(task, data);
    if (few == null) {
      for (Batch batch : data.batches(PIECE)) {
        add(batch);
      }
    } else {
      few.add(data, learner().ledger());
      means = ClassMeans.onSphere(classes);
      add(few.all());
    }
    learner().ledger().keeps("class means", means.bytes());
  }

  private void add(Batch batch) {
    if (batch.size() > 0) {
      learner().ledger().forwardSamples(batch.size());
      means.add(hidden(batch.inputs()), batch.labels());
    }
  }

  private Tensor hidden(Tensor inputs) {
    try (var _ = Tape.infer()) {
      return features.apply(inputs).copy();
    }
  }

  @Override
  public Tensor scores(Tensor inputs) {
    return means.isEmpty() ? inner.scores(inputs) : means.scores(hidden(inputs));
  }
}
