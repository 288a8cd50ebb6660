package io.reverie.sleep.strategy;

import io.reverie.data.Batch;
import io.reverie.data.Dataset;
import io.reverie.sleep.wake.Learner;

/**
 * Elastic weight consolidation, the online form (Schwarz et al. 2018): weights that mattered for
 * earlier tasks are held by one set of springs, to where they were when the last task ended.
 *
 * <p>Adds the gradient of {@code λ·Σ F(θ − θ*)²}, where θ* are the weights at the end of the last
 * task and F = γF + F_task is the {@link Fisher} information's diagonal. By default it is estimated
 * as in the library Mammoth, with whose settings (λ = 90, γ = 1 on the split, λ = 0.7 on permuted
 * and rotated images) it goes; libraries disagree here.
 *
 * <p><b>Known not to help</b> in class-incremental scenarios, where it is as low as finetuning:
 * what is forgotten there is which class to answer, not how to tell classes apart.
 */
public final class OnlineEwc implements Strategy {
  private final Learner learner;
  private final float lambda;
  private final float gamma;
  private final Fisher fisher;
  private final Springs springs;

  /** The method as in Mammoth, with strength λ and decay γ of old importances, from 0 to 1. */
  public OnlineEwc(Learner learner, float lambda, float gamma) {
    this(learner, lambda, gamma, Fisher.labelProbability());
  }

  /** The same with another estimate of the Fisher information. */
  public OnlineEwc(Learner learner, float lambda, float gamma, Fisher fisher) {
    if (!(gamma >= 0 && gamma <= 1)) {
      throw new IllegalArgumentException("EWC with γ = %s: 0 ≤ γ ≤ 1 is needed".formatted(gamma));
    }
    this.learner = learner;
    this.lambda = Springs.requireStrength("EWC", lambda);
    this.gamma = gamma;
    this.fisher = fisher;
    this.springs = new Springs(learner);
  }

  @Override
  public Learner learner() {
    return learner;
  }

  @Override
  public String advice() {
    return Springs.advice("EWC");
  }

  @Override
  public void observe(Batch batch) {
    learner.backward(batch);
    springs.pull(lambda);
    learner.optimizer().step();
  }

  @Override
  public void endTask(int task, Dataset data) {
    springs.moveTo(gamma, fisher.diagonal(learner, data));
  }
}
