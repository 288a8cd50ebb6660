package io.reverie.sleep.strategy;

import io.reverie.data.Batch;
import io.reverie.data.Dataset;
import io.reverie.sleep.wake.Learner;

/**
 * Elastic weight consolidation (Kirkpatrick et al. 2017): weights that mattered for a task are held
 * by springs to where they were when it ended, one set of springs a task.
 *
 * <p>Adds the gradient of {@code λ·Σ_t Σ F_t(θ − θ_t)²} over the tasks t before. The sum is kept
 * exactly in two arrays however many tasks there are. The paper's λ is twice this one; which {@link
 * Fisher} it goes with matters more.
 *
 * <p><b>Known not to help</b> in class-incremental scenarios, where it is as low as finetuning (van
 * de Ven, Tuytelaars &amp; Tolias 2022).
 */
public final class Ewc implements Strategy {
  private final Learner learner;
  private final float lambda;
  private final Fisher fisher;
  private final Springs springs;

  /** The method with spring strength λ and this estimate of the Fisher information. */
  public Ewc(Learner learner, float lambda, Fisher fisher) {
    this.learner = learner;
    this.lambda = Springs.requireStrength("EWC", lambda);
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
    springs.add(fisher.diagonal(learner, data));
  }
}
