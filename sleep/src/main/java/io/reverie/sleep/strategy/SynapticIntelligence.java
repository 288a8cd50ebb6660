package io.reverie.sleep.strategy;

import io.reverie.data.Batch;
import io.reverie.data.Dataset;
import io.reverie.optim.Clip;
import io.reverie.sleep.wake.Learner;
import java.util.Arrays;

/**
 * Synaptic intelligence, SI (Zenke, Poole &amp; Ganguli 2017): a weight matters as much as its way
 * has lowered the loss, which is counted while learning.
 *
 * <p>Along a task ω sums up each weight's share in the fall of the loss, see {@link Path}. At its
 * end Ω += ω / ((θ − θ*)² + ξ), where θ* are the weights when it began; the gradient of {@code c·Σ
 * Ω(θ − θ*)²} is added from then on, with θ* the weights at the end of the last task. Gradients are
 * clipped to [−1, 1] each before the step, as Mammoth does and van de Ven does not: the springs get
 * stiff.
 *
 * <p>Settings of Mammoth: c = 1, ξ = 0.9 on the split; c = 0.5 to 1, ξ = 1 on permuted and rotated
 * images, all with plain descent at rate 0.1.
 *
 * <p><b>Known not to help</b> in class-incremental scenarios, where it is as low as finetuning (van
 * de Ven, Tuytelaars &amp; Tolias 2022).
 */
public final class SynapticIntelligence implements Strategy {
  /** How a weight's share in the fall of the loss is counted. Libraries disagree. */
  public enum Path {
    /**
     * −g·Δθ with g the gradient of the batch's loss alone: the paper's integral, and Mammoth's
     * since 2024. The default, because it is what was defined, for any optimizer.
     */
    LOSS,
    /**
     * −g·Δθ with the springs' pull in g: van de Ven's. Where the springs push back, a weight's
     * share is counted less.
     */
    LOSS_AND_SPRINGS,
    /**
     * rate·g² with the springs' pull in g and clipped: Mammoth's until 2024, and so of the figures
     * in Buzzega et al. 2020. The same as above for plain descent.
     */
    SQUARES
  }

  private final Learner learner;
  private final float c;
  private final float xi;
  private final Path path;
  private final float clip;
  private final Springs springs;
  private final float[] share;
  private final float[] slope;
  private final float[] before;
  private final float[] start;

  /** The method with the paper's integral, and gradients clipped to 1. */
  public SynapticIntelligence(Learner learner, float c, float xi) {
    this(learner, c, xi, Path.LOSS, 1);
  }

  /**
   * The method.
   *
   * @param c how much the springs count
   * @param xi ξ, above 0: against division by zero, where a weight has not moved
   * @param path how shares are counted
   * @param clip the bound of each gradient before the step; infinite for none
   */
  public SynapticIntelligence(Learner learner, float c, float xi, Path path, float clip) {
    if (!(xi > 0) || !(clip > 0)) {
      throw new IllegalArgumentException(
          "SI with ξ = %s and gradients up to %s: both must be above 0".formatted(xi, clip));
    }
    this.learner = learner;
    this.c = Springs.requireStrength("SI", c);
    this.xi = xi;
    this.path = path;
    this.clip = clip;
    this.springs = new Springs(learner);
    this.share = new float[learner.parameters().size()];
    this.slope = new float[share.length];
    this.before = new float[share.length];
    this.start = learner.parameters().snapshot();
    learner.ledger().keeps("weights when the task began", (long) Float.BYTES * share.length);
  }

  @Override
  public Learner learner() {
    return learner;
  }

  @Override
  public String advice() {
    return Springs.advice("SI");
  }

  @Override
  public void observe(Batch batch) {
    learner.backward(batch);
    if (path == Path.LOSS) {
      note();
    }
    springs.pull(c);
    if (clip < Float.POSITIVE_INFINITY) {
      Clip.value(learner.parameters(), clip);
    }
    if (path != Path.LOSS) {
      note();
    }
    step();
  }

  private void note() {
    System.arraycopy(learner.parameters().gradients(), 0, slope, 0, slope.length);
  }

  private void step() {
    float[] values = learner.parameters().values();
    System.arraycopy(values, 0, before, 0, before.length);
    learner.optimizer().step();
    float rate = learner.optimizer().rate();
    boolean squares = path == Path.SQUARES;
    for (int i = 0; i < share.length; i++) {
      share[i] += slope[i] * (squares ? rate * slope[i] : before[i] - values[i]);
    }
  }

  @Override
  public void endTask(int task, Dataset data) {
    float[] values = learner.parameters().values();
    for (int i = 0; i < share.length; i++) {
      float way = values[i] - start[i];
      share[i] /= way * way + xi;
      start[i] = values[i];
    }
    springs.moveTo(1, share);
    Arrays.fill(share, 0);
  }
}
