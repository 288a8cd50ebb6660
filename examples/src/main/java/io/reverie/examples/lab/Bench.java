package io.reverie.examples.lab;

import io.reverie.data.Dataset;
import io.reverie.nn.Layer;
import io.reverie.optim.Sgd;
import io.reverie.sleep.evaluate.Trial;
import io.reverie.sleep.memory.KeepRule;
import io.reverie.sleep.memory.ReplayBuffer;
import io.reverie.sleep.scenario.Task;
import io.reverie.sleep.stage.Morning;
import io.reverie.sleep.wake.Learner;
import io.reverie.tensor.Nullable;
import io.reverie.tensor.Rng;
import java.util.Objects;
import java.util.Optional;

/**
 * Where one run is made: the trial, and streams of random numbers split by what they are for.
 *
 * <p>Every arm with the same seed starts from the same weights and sees the same samples in the
 * same order, so that runs can be compared in pairs.
 */
public final class Bench {
  private final Trial trial;
  private final Net net;
  private final int buffer;
  private final Rng rng;
  private final Probe.Notes notes = new Probe.Notes();
  private @Nullable ReplayBuffer memory;
  private @Nullable Learner learner;
  private @Nullable Morning morning;

  /** A bench for this trial, network, memory and seed. */
  public Bench(Trial trial, Net net, int buffer, long seed) {
    this.trial = trial;
    this.net = net;
    this.buffer = buffer;
    this.rng = Rng.of(seed);
  }

  /** What is learned, and how. */
  public Trial trial() {
    return trial;
  }

  /** How many samples a memory holds. */
  public int buffer() {
    return buffer;
  }

  /** The network of this seed, and plain gradient descent at this rate. */
  public Learner learner(float rate) {
    Layer model = model();
    learner = Learner.of(model, Sgd.of(model, rate), rng.split("learner"));
    return learner;
  }

  /** The learner that was made last, who pays for what else is trained. */
  public Learner payer() {
    return Objects.requireNonNull(learner, "nobody learns here yet: make the learner first");
  }

  /** The network of this seed, as it starts. */
  public Layer model() {
    var scenario = trial.scenario();
    return net.layer(scenario.sample(), scenario.classes(), rng.split("weights"));
  }

  /** A memory of the experiment's size. */
  public ReplayBuffer memory(KeepRule rule) {
    return memory(buffer, rule);
  }

  /** A memory of another size. */
  public ReplayBuffer memory(int capacity, KeepRule rule) {
    var scenario = trial.scenario();
    memory =
        ReplayBuffer.of(capacity, scenario.sample(), scenario.classes(), rule, stream("memory"));
    return memory;
  }

  /** A memory of the experiment's size that keeps logits. */
  public ReplayBuffer memoryWithLogits(KeepRule rule) {
    return memoryWithLogits(buffer, rule);
  }

  /** A memory of another size that keeps logits. */
  public ReplayBuffer memoryWithLogits(int capacity, KeepRule rule) {
    var scenario = trial.scenario();
    memory =
        ReplayBuffer.withLogits(
            capacity, scenario.sample(), scenario.classes(), rule, stream("memory"));
    return memory;
  }

  /**
   * How many memories a rival may hold that keeps no copy of the network, as a sleeper with a
   * {@link Morning} does: as many more as take the bytes of that copy.
   */
  public int fairBuffer() {
    var scenario = trial.scenario();
    long bytes = 4L * (model().parameters().size() + scenario.classes());
    var one =
        ReplayBuffer.withLogits(
            1, scenario.sample(), scenario.classes(), KeepRule.reservoir(), Rng.of(0));
    return buffer + (int) (bytes / one.bytes());
  }

  /** What the learner that was made last said this morning. */
  public Morning morning() {
    if (morning == null) {
      morning = new Morning(payer(), trial.scenario().classes());
    }
    return morning;
  }

  /** The memory that was made last, for those who look at it. */
  public Optional<ReplayBuffer> remembered() {
    return Optional.ofNullable(memory);
  }

  /** What is noted of this run: for arms that have something to tell. */
  public Probe.Notes notes() {
    return notes;
  }

  /** All tests as one. */
  public Dataset tests() {
    return Dataset.concat(
        trial.scenario().tests().stream().map(Task::test).toArray(Dataset[]::new));
  }

  /** So many training samples of all tasks, evenly spread over each. */
  public Dataset trained(int samples) {
    var tasks = trial.scenario().stream();
    int each = Math.max(1, samples / tasks.size());
    return Dataset.concat(
        tasks.stream().map(task -> spread(task.train(), each)).toArray(Dataset[]::new));
  }

  private static Dataset spread(Dataset set, int n) {
    int[] chosen = new int[Math.min(n, set.size())];
    for (int i = 0; i < chosen.length; i++) {
      chosen[i] = (int) ((long) i * set.size() / chosen.length);
    }
    return set.select(chosen);
  }

  /** The method's stream for this purpose. */
  public Rng stream(String purpose) {
    return rng.split("method").split(purpose);
  }

  /** The stream of the seed, for those who split it themselves in the same way. */
  public Rng seed() {
    return Rng.of(rng.state());
  }

  /** The stream for the order of the samples. */
  Rng order() {
    return rng.split("order");
  }

  /** How many gradient steps the day of a task has, as a mean over the tasks. */
  public double stepsPerTask() {
    return (double) trial.batches() / trial.scenario().stream().size();
  }
}
