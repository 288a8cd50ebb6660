package io.reverie.sleep.strategy;

import static java.util.Objects.requireNonNull;

import io.reverie.data.Batch;
import io.reverie.data.Dataset;
import io.reverie.sleep.wake.Learner;
import io.reverie.tensor.Nullable;

/**
 * Elastic weight consolidation, the online form (Kirkpatrick et al. 2017; Schwarz et al. 2018):
 * weights that mattered for earlier tasks are held by springs.
 *
 * <p>Adds the gradient of {@code λ·Σ F(θ − θ*)²}, where θ* are the weights at the end of the last
 * task and F = γF + F_task is the Fisher information's diagonal. F_task is estimated as in the
 * library Mammoth: the mean over the task's samples, one at a time, of the squared gradient of the
 * label's log-likelihood, weighted with the label's probability. Libraries disagree here.
 *
 * <p>Known not to help in class-incremental scenarios, where it is as low as finetuning: what is
 * forgotten there is which class to answer, not how to tell classes apart.
 */
public final class OnlineEwc implements Strategy {
  private final Learner learner;
  private final float lambda;
  private final float gamma;
  private float @Nullable [] importance;
  private float @Nullable [] anchor;

  /** The method with spring strength λ and decay γ of old importances, from 0 to 1. */
  public OnlineEwc(Learner learner, float lambda, float gamma) {
    if (!(lambda >= 0) || !(gamma >= 0 && gamma <= 1)) {
      throw new IllegalArgumentException(
          "EWC with λ = %s, γ = %s: λ ≥ 0 and 0 ≤ γ ≤ 1 are needed".formatted(lambda, gamma));
    }
    this.learner = learner;
    this.lambda = lambda;
    this.gamma = gamma;
  }

  @Override
  public Learner learner() {
    return learner;
  }

  @Override
  public void observe(Batch batch) {
    learner.backward(batch.size(), net -> net.forward(batch.inputs()).crossEntropy(batch.labels()));
    if (importance != null) {
      pull(importance, requireNonNull(anchor));
    }
    learner.optimizer().step();
  }

  private void pull(float[] stiffness, float[] rest) {
    float[] values = learner.parameters().values();
    float[] gradients = learner.parameters().gradients();
    for (int i = 0; i < values.length; i++) {
      gradients[i] += 2 * lambda * stiffness[i] * (values[i] - rest[i]);
    }
  }

  @Override
  public void endTask(int task, Dataset data) {
    float[] fisher = importance == null ? new float[learner.parameters().size()] : importance;
    for (int i = 0; i < fisher.length; i++) {
      fisher[i] *= gamma;
    }
    for (Batch one : data.batches(1)) {
      float loss = learner.probe(1, net -> net.forward(one.inputs()).crossEntropy(one.labels()));
      float weight = (float) Math.exp(-loss) / data.size();
      float[] gradients = learner.parameters().gradients();
      for (int i = 0; i < fisher.length; i++) {
        fisher[i] += weight * gradients[i] * gradients[i];
      }
      learner.parameters().clearGradients();
    }
    importance = fisher;
    anchor = learner.parameters().snapshot();
    learner.ledger().keeps("importances and old weights", 2L * Float.BYTES * fisher.length);
  }
}
