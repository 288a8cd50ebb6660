package io.reverie.sleep.evaluate;

import io.reverie.data.Batch;
import io.reverie.data.Dataset;
import io.reverie.sleep.strategy.ClassMeans;
import io.reverie.tensor.Tensor;
import java.util.function.UnaryOperator;

/**
 * Classifies by the nearest class mean of features: what a representation still knows, whatever the
 * output layer makes of it (Mensink et al. 2013).
 *
 * <p>Where it stays high while the network's own answers fall, forgetting is a biased output, which
 * a few samples can mend; where it falls as well, the representation is lost. Of features as they
 * are; a strategy that answers so, by angles, is {@link
 * io.reverie.sleep.strategy.NearestClassMean}.
 */
public final class NearestMean implements UnaryOperator<Tensor> {
  private static final int PIECE = 500;

  private final UnaryOperator<Tensor> features;
  private final ClassMeans means;

  private NearestMean(UnaryOperator<Tensor> features, ClassMeans means) {
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
    ClassMeans means = ClassMeans.plain(classes);
    for (Batch batch : data.batches(PIECE)) {
      means.add(features.apply(batch.inputs()), batch.labels());
    }
    return new NearestMean(features, means);
  }

  /**
   * The scores of a batch: minus the squared distance to each class's mean, {@code [n, classes]}.
   */
  @Override
  public Tensor apply(Tensor inputs) {
    return means.scores(features.apply(inputs));
  }
}
