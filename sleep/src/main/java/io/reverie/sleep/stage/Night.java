package io.reverie.sleep.stage;

import io.reverie.data.Batch;
import io.reverie.nn.Layer;
import io.reverie.sleep.memory.Draw;
import io.reverie.sleep.memory.Recall;
import io.reverie.sleep.memory.ReplayBuffer;
import io.reverie.sleep.wake.Learner;
import io.reverie.tensor.Nullable;
import io.reverie.tensor.Rng;
import io.reverie.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * One night as a stage sees it: the sleeping network, its memory, and the hour.
 *
 * <p>The learning rate falls in a straight line from the evening's to zero at dawn, so that the
 * last replays settle rather than disturb.
 */
public final class Night {
  /** Dreams kept for the report; more would only cost memory. */
  private static final int DREAMS_KEPT = 24;

  private static final String STATISTICS = "statistics";
  private static final String CLOCK = "clock";

  private final Learner learner;
  private final ReplayBuffer memory;
  private final Canaries canaries;
  private final Rng rng;
  private final float rate;
  private final int total;
  private final Map<String, float[]> kept = new LinkedHashMap<>();
  private final List<Float> losses = new ArrayList<>();
  private final Statistics statistics;
  private final OwnWeights own;
  private final List<Dream> dreams = new ArrayList<>();
  private float @Nullable [] bedtime;
  private double canariesAtBedtime = Double.NaN;

  /**
   * How a gradient step goes on: for how many of the night's steps it stands, what the hour's
   * learning rate is multiplied by beside that, and under which noises its gradient is taken.
   *
   * @param steps how far the clock goes on, and how many times larger the step is; at least 1
   * @param softness a further factor of the learning rate
   * @param noises those on weights and within the network count; inputs are the caller's
   */
  public record Pace(int steps, float softness, List<Noise> noises) {
    /** One step as it is, without noise. */
    public static final Pace REAL = new Pace(1, 1, List.of());
  }

  /** A night of so many steps that starts at this learning rate. */
  public Night(
      Learner learner, ReplayBuffer memory, Canaries canaries, Rng rng, float rate, int total) {
    this.learner = learner;
    this.memory = memory;
    this.canaries = canaries;
    this.rng = rng;
    this.rate = rate;
    this.total = total;
    this.statistics = Statistics.of(learner.model());
    this.own = new OwnWeights(learner.parameters());
  }

  /** The same with the memories themselves as canaries. */
  public Night(Learner learner, ReplayBuffer memory, Rng rng, float rate, int total) {
    this(learner, memory, Canaries.memories(), rng, rate, total);
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
    float[] clock = kept.get(CLOCK);
    float passed = clock == null ? 0 : clock[0];
    return total == 0 ? 1 : Math.min(1, passed / total);
  }

  /** So many memories, chosen by this rule from tonight's stream. */
  public Recall recall(Draw rule, int n) {
    return memory.draw(rule, n, rng);
  }

  /** So many memories, all classes in equal parts. */
  public Batch recall(int n) {
    return recall(Draw.balanced(), n).batch();
  }

  /**
   * Numbers that a stage keeps for later in the night, such as an average of the weights; made the
   * first time they are asked for. Stages themselves have no state: what outlasts one of them lives
   * here, under a name of its own, and is journalled with the night.
   */
  public float[] keep(String name, Supplier<float[]> start) {
    return kept.computeIfAbsent(name, n -> start.get());
  }

  /** What is kept under this name, or {@code null} where nothing is. */
  public float @Nullable [] kept(String name) {
    return kept.get(name);
  }

  /** One gradient step of cross-entropy on a batch, at the hour's learning rate. */
  public void step(Batch batch) {
    step(batch.size(), model -> model.forward(batch.inputs()).crossEntropy(batch.labels()));
  }

  /** One gradient step at the hour's learning rate, on a loss that saw so many samples. */
  public void step(int samples, Function<Layer, Tensor> loss) {
    step(samples, loss, Pace.REAL);
  }

  /** One gradient step at this pace, on a loss that saw so many samples. */
  public void step(int samples, Function<Layer, Tensor> loss, Pace pace) {
    settle();
    learner.optimizer().rate(rate * (1 - hour()) * pace.steps * pace.softness);
    try (var _ = own.disturbed(pace.noises, hour(), rng)) {
      losses.add(Spindle.under(pace.noises, hour(), () -> learner.backward(samples, loss)));
    }
    Use.before(this);
    learner.optimizer().step();
    keep(CLOCK, () -> new float[1])[0] += pace.steps;
    Cortex.after(this);
    float[] frozen = kept.get(STATISTICS);
    if (frozen != null) {
      statistics.putBack(frozen);
    }
  }

  /**
   * What the network would say of these inputs with other weights; it keeps its own. Charged as
   * forward samples.
   */
  public Tensor outputs(float[] weights, Tensor inputs) {
    try (var _ = own.replaced(weights)) {
      return learner.outputs(inputs);
    }
  }

  /**
   * From now on the model's buffers, such as the running statistics of batch norms, are put back
   * after every gradient step.
   */
  public void freeze() {
    keep(STATISTICS, statistics::now);
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

  /**
   * A copy of the network with the weights that it went to bed with; other numbers, such as running
   * statistics, are those of now.
   */
  public Layer asAtBedtime() {
    Layer copy = learner.model().copy();
    copy.parameters().restore(bedtime());
    return copy;
  }

  /** The canaries' accuracy at bedtime. */
  public double canariesAtBedtime() {
    settle();
    return canariesAtBedtime;
  }

  /** How well the network does on the canaries now, from 0 to 1. */
  public double canaries() {
    return canaries.share(learner, memory);
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

  /** What the night has gathered so far, beside the networks, the memory and the streams. */
  public NightState state() {
    Map<String, float[]> copies = new LinkedHashMap<>();
    kept.forEach((name, values) -> copies.put(name, values.clone()));
    return new NightState(
        copies, losses(), dreams, bedtime == null ? null : bedtime.clone(), canariesAtBedtime);
  }

  /** Goes on where a night stood. */
  public void restore(NightState state) {
    kept.clear();
    state.kept().forEach((name, values) -> kept.put(name, values.clone()));
    losses.clear();
    for (float loss : state.losses()) {
      losses.add(loss);
    }
    dreams.clear();
    dreams.addAll(state.dreams());
    bedtime = state.bedtime() == null ? null : state.bedtime().clone();
    canariesAtBedtime = state.canariesAtBedtime();
  }
}
