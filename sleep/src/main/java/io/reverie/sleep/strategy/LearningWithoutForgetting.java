package io.reverie.sleep.strategy;

import io.reverie.data.Batch;
import io.reverie.data.Dataset;
import io.reverie.sleep.wake.Learner;
import io.reverie.tensor.Nullable;
import io.reverie.tensor.Tensor;
import java.util.Arrays;
import java.util.BitSet;

/**
 * Learning without forgetting, LwF (Li &amp; Hoiem 2016): on what is new, the outputs for old
 * classes are held to what the model said when the last task ended.
 *
 * <p>Loss: cross-entropy over all classes + α·T²·cross-entropy over the classes of earlier tasks
 * between softmax(teacher/T) and softmax(model/T). T² (Hinton, Vinyals &amp; Dean 2015) makes α
 * mean the same at every temperature; the paper has none, Mammoth neither. α = 1 and T = 2 are the
 * paper's. Mammoth also trains the new outputs alone first; this does not.
 *
 * <p><b>Known not to help</b> in class-incremental scenarios, where it is hardly above finetuning:
 * what is new is all that is ever seen (van de Ven, Tuytelaars &amp; Tolias 2022).
 */
public final class LearningWithoutForgetting implements Strategy {
  private final Learner learner;
  private final float alpha;
  private final float temperature;
  private final BitSet old = new BitSet();
  private final BitSet current = new BitSet();
  private @Nullable Twin teacher;

  /** The method as in the paper: α = 1, T = 2. */
  public LearningWithoutForgetting(Learner learner) {
    this(learner, 1, 2);
  }

  /** The method with weight α and temperature T of the distillation. */
  public LearningWithoutForgetting(Learner learner, float alpha, float temperature) {
    if (!(temperature > 0)) {
      throw new IllegalArgumentException(
          "LwF at temperature %s: above 0 is needed".formatted(temperature));
    }
    this.learner = learner;
    this.alpha = Springs.requireStrength("LwF", alpha);
    this.temperature = temperature;
  }

  @Override
  public Learner learner() {
    return learner;
  }

  @Override
  public String advice() {
    return Springs.advice("LwF");
  }

  @Override
  public void observe(Batch batch) {
    for (int label : batch.labels()) {
      current.set(label);
    }
    if (teacher == null || alpha == 0) {
      learner.step(batch);
      return;
    }
    Tensor said = teacher.outputs(batch.inputs());
    Tensor unknown = unknown(said.dim(1));
    Tensor wanted = soft(said, unknown).softmax();
    learner.step(
        batch.size(),
        net -> {
          Tensor logits = net.forward(batch.inputs());
          Tensor kept = soft(logits, unknown).crossEntropy(wanted);
          return logits
              .crossEntropy(batch.labels())
              .add(kept.mul(alpha * temperature * temperature));
        });
  }

  /** Logits at the temperature, as good as −∞ for classes of no earlier task. */
  private Tensor soft(Tensor logits, Tensor unknown) {
    return logits.div(temperature).maskedFill(unknown, -1e9f);
  }

  private Tensor unknown(int classes) {
    float[] mask = new float[classes];
    Arrays.fill(mask, 1);
    old.stream().forEach(c -> mask[c] = 0);
    return Tensor.of(mask);
  }

  @Override
  public void endTask(int task, Dataset data) {
    old.or(current);
    if (!old.isEmpty()) {
      teacher = new Twin(learner, "teacher");
    }
  }
}
