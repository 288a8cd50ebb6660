package io.reverie.sleep.strategy;

import io.reverie.data.Batch;
import io.reverie.sleep.wake.Learner;
import io.reverie.tensor.Tensor;

/**
 * Learns one-hot targets by squared error on rectified outputs, and does nothing about forgetting:
 * the day of {@link SleepReplayConsolidation}, and alone its sequential and its joint control.
 *
 * <p>As DeepLearnToolbox has it, which Tadros et al. 2022 used: the loss is {@code ½·Σ(y −
 * relu(z))²} a sample, and its slope passes the last rectifier as if it were not there, so that a
 * silent output learns too. Scores are the rectified outputs: where all are silent the first class
 * is the answer.
 *
 * @param learner who learns; the model gives z, before the last rectifier
 */
public record RectifiedRegression(Learner learner) implements Strategy {
  @Override
  public void observe(Batch batch) {
    learner.step(batch.size(), net -> loss(net.forward(batch.inputs()), batch.labels()));
  }

  /** The mean loss of a batch, whose gradient in z is (relu(z) − y)/n. */
  static Tensor loss(Tensor z, int[] labels) {
    int classes = z.dim(1);
    float[] targets = new float[labels.length * classes];
    for (int i = 0; i < labels.length; i++) {
      targets[i * classes + labels[i]] = 1;
    }
    Tensor error = z.detach().relu().sub(Tensor.of(targets, labels.length, classes));
    Tensor slope = z.mul(error).sum();
    Tensor value = error.square().sum().mul(0.5f);
    return slope.sub(slope.detach()).add(value).mul(1f / labels.length);
  }

  @Override
  public Tensor scores(Tensor inputs) {
    return learner.answers(inputs).relu();
  }
}
