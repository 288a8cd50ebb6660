package io.reverie.sleep.strategy;

import io.reverie.data.Batch;
import io.reverie.data.Dataset;
import io.reverie.sleep.wake.Learner;
import io.reverie.tensor.Tensor;

/**
 * Memory aware synapses, MAS (Aljundi et al. 2018): a weight matters as much as the outputs change
 * with it, whatever the labels.
 *
 * <p>Ω is the mean over a task's samples of |∂‖f(x)‖² / ∂θ|, one sample at a time, with f the
 * logits, added up over the tasks; the gradient of {@code λ·Σ Ω(θ − θ*)²} is added, with θ* the
 * weights at the end of the last task. The paper's λ of 1 is too much for plain descent on a small
 * network: springs so stiff that rate·2·λ·Ω exceeds 2 swing ever wider. 0.01 does on the split.
 *
 * <p><b>Known not to help</b> in class-incremental scenarios, where it is as low as finetuning (Hsu
 * et al. 2018).
 */
public final class Mas implements Strategy {
  private final Learner learner;
  private final float lambda;
  private final Springs springs;

  /** The method with spring strength λ. */
  public Mas(Learner learner, float lambda) {
    this.learner = learner;
    this.lambda = Springs.requireStrength("MAS", lambda);
    this.springs = new Springs(learner);
  }

  @Override
  public Learner learner() {
    return learner;
  }

  @Override
  public String advice() {
    return Springs.advice("MAS");
  }

  @Override
  public void observe(Batch batch) {
    learner.backward(batch);
    springs.pull(lambda);
    learner.optimizer().step();
  }

  @Override
  public void endTask(int task, Dataset data) {
    springs.moveTo(1, importances(data));
  }

  private float[] importances(Dataset data) {
    if (data.size() == 0) {
      return new float[learner.parameters().size()];
    }
    var sizes = new SampleGradients(learner, SampleGradients.Size.ABSOLUTE, data);
    for (Batch batch : sizes.pieces(data)) {
      sizes.add(batch, Mas::twice);
    }
    float[] importances = sizes.sums();
    for (int i = 0; i < importances.length; i++) {
      importances[i] /= data.size();
    }
    return importances;
  }

  /** The slope of the squared norm. */
  private static void twice(Tensor logits, float[] slopes) {
    float[] z = logits.toArray();
    for (int i = 0; i < slopes.length; i++) {
      slopes[i] = 2 * z[i];
    }
  }
}
