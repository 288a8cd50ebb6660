package io.reverie.sleep.stage;

import io.reverie.data.Batch;
import io.reverie.nn.Layer;
import io.reverie.sleep.memory.Recall;
import io.reverie.sleep.memory.ReplayBuffer;
import io.reverie.sleep.wake.Learner;
import io.reverie.tensor.Nullable;
import io.reverie.tensor.Rng;
import io.reverie.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/**
 * One night as a stage sees it: the sleeping network, its memory, and the hour.
 *
 * <p>The learning rate falls in a straight line from the evening's to zero at dawn, so that the
 * last replays settle rather than disturb.
 */
public final class Night {
  /** Dreams kept for the report; more would only cost memory. */
  private static final int DREAMS_KEPT = 24;

  private final Learner learner;
  private final ReplayBuffer memory;
  private final Rng rng;
  private final float rate;
  private final int total;
  private final List<Float> losses = new ArrayList<>();
  private final List<Dream> dreams = new ArrayList<>();
  private float @Nullable [] bedtime;
  private double canariesAtBedtime = Double.NaN;

  /** A night of so many steps that starts at this learning rate. */
  public Night(Learner learner, ReplayBuffer memory, Rng rng, float rate, int total) {
    this.learner = learner;
    this.memory = memory;
    this.rng = rng;
    this.rate = rate;
    this.total = total;
  }

  /** The sleeping network; steps are made by {@link #step}. */
  public Learner learner() {
    return learner;
  }

  /** What there is to replay. */
  public ReplayBuffer memory() {
    return memory;
  }

  /** The stream for everything random tonight. */
  public Rng rng() {
    return rng;
  }

  /** How far the night is, from 0 at bedtime to 1 at dawn. */
  public float hour() {
    return total == 0 ? 1 : Math.min(1, (float) losses.size() / total);
  }

  /** So many memories, all classes in equal parts, drawn from tonight's stream. */
  public Batch recall(int n) {
    return memory.drawBalanced(n, rng).batch();
  }

  /** One gradient step of cross-entropy on a batch, at the hour's learning rate. */
  public void step(Batch batch) {
    step(batch.size(), model -> model.forward(batch.inputs()).crossEntropy(batch.labels()));
  }

  /** One gradient step at the hour's learning rate, on a loss that saw so many samples. */
  public void step(int samples, Function<Layer, Tensor> loss) {
    settle();
    learner.optimizer().rate(rate * (1 - hour()));
    losses.add(learner.step(samples, loss));
  }

  /** How many gradient steps were made so far. */
  public int steps() {
    return losses.size();
  }

  /** The loss of each step so far. */
  public float[] losses() {
    float[] copy = new float[losses.size()];
    for (int i = 0; i < copy.length; i++) {
      copy[i] = losses.get(i);
    }
    return copy;
  }

  /**
   * Takes the snapshot to which a failed night returns, and measures the canaries. Only the first
   * call does something; whatever needs them, or is about to change a weight, calls it first.
   */
  public void settle() {
    if (bedtime == null) {
      bedtime = learner.parameters().snapshot();
      canariesAtBedtime = canaries();
    }
  }

  /** The weights at bedtime; not a copy, and nobody's to change. */
  public float[] bedtime() {
    settle();
    return Objects.requireNonNull(bedtime);
  }

  /** The canaries' accuracy at bedtime. */
  public double canariesAtBedtime() {
    settle();
    return canariesAtBedtime;
  }

  /**
   * The share of canaries answered rightly, every class counting the same. The canaries are the
   * memories themselves: they tell a night that broke the network from one that did not, not how
   * well it generalises.
   */
  public double canaries() {
    Recall all = memory.all();
    if (all.size() == 0) {
      return Double.NaN;
    }
    int[] answers = learner.outputs(all.batch().inputs()).argmax().values();
    int[] right = new int[memory.classes()];
    for (int i = 0; i < answers.length; i++) {
      int label = all.batch().labels()[i];
      right[label] += answers[i] == label ? 1 : 0;
    }
    double sum = 0;
    int[] present = memory.presentClasses();
    for (int label : present) {
      sum += (double) right[label] / memory.count(label);
    }
    return sum / present.length;
  }

  /** Remembers a dream for the report, as long as there is room. */
  public void dreamt(Dream dream) {
    if (dreams.size() < DREAMS_KEPT) {
      dreams.add(dream);
    }
  }

  /** The dreams remembered so far. */
  public List<Dream> dreams() {
    return List.copyOf(dreams);
  }
}
