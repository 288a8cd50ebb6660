package io.reverie.sleep;

import io.reverie.sleep.SleepCycle.Phase;
import io.reverie.sleep.memory.ReplayBuffer;
import io.reverie.sleep.stage.Canaries;
import io.reverie.sleep.stage.Controls;
import io.reverie.sleep.stage.Night;
import io.reverie.sleep.wake.Learner;
import io.reverie.tensor.Rng;
import io.reverie.tensor.Tensor;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.function.Predicate;

/**
 * Puts a network to sleep and wakes it, checked.
 *
 * <pre>{@code
 * var memory = ReplayBuffer.of(200, sample, classes, KeepRule.balancedReservoir(), rng.split("memory"));
 * var sleeper = new Sleeper(SleepCycle.night(new N1(), n2, n3, rem, 3, 180), 0.03f, 0.05);
 * // by day: learner.step(batch); memory.add(batch, task);
 * Hypnogram night = sleeper.sleep(learner, memory, rng.split("night 1"));
 * }</pre>
 *
 * <p>At dawn the weights must be finite, and the canaries' accuracy must not have fallen by more
 * than the margin; otherwise the evening's weights come back and the hypnogram says so. Nights use
 * plain gradient descent of their own, so that the day's optimizer keeps its state. If a stage
 * fails, or the thread is interrupted, the evening's weights come back too, and the exception goes
 * on (of an interrupt, a {@link java.util.concurrent.CancellationException}).
 *
 * @param night the cycles, first to last
 * @param rate the learning rate at bedtime, which falls to zero at dawn
 * @param margin by how much the canaries' accuracy may fall, from 0 to 1
 * @param canaries what the network is asked at bedtime and at dawn
 * @param watches what is read at bedtime and at the end of each stage, by name, for the hypnogram;
 *     decides nothing, but is paid for
 */
public record Sleeper(
    List<SleepCycle> night,
    float rate,
    double margin,
    Canaries canaries,
    SequencedMap<String, Canaries> watches) {
  /** Whatever passes the canaries is promoted. */
  private static final Predicate<Runnable> PROMOTE =
      commit -> {
        commit.run();
        return true;
      };

  /** Copies the lists and checks the numbers. */
  public Sleeper {
    night = List.copyOf(night);
    watches = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(watches));
    if (!(rate >= 0) || !(margin >= 0)) {
      throw new IllegalArgumentException(
          "a sleeper with rate %s and margin %s: 0 or more are needed".formatted(rate, margin));
    }
  }

  /** A sleeper whose canaries are the memories themselves. */
  public Sleeper(List<SleepCycle> night, float rate, double margin) {
    this(night, rate, margin, Canaries.memories());
  }

  /** A sleeper that watches nothing beside. */
  public Sleeper(List<SleepCycle> night, float rate, double margin, Canaries canaries) {
    this(night, rate, margin, canaries, new LinkedHashMap<>());
  }

  /** The same sleeper with other canaries. */
  public Sleeper with(Canaries other) {
    return new Sleeper(night, rate, margin, other, watches);
  }

  /** The same sleeper with another night. */
  public Sleeper with(List<SleepCycle> other) {
    return new Sleeper(other, rate, margin, canaries, watches);
  }

  /** The same sleeper that also reads this at bedtime and at the end of each stage. */
  public Sleeper watching(String name, Canaries what) {
    SequencedMap<String, Canaries> more = new LinkedHashMap<>(watches);
    more.put(name, what);
    return new Sleeper(night, rate, margin, canaries, more);
  }

  /** The control that sleeps the same night at rate 0 and with stages that leave no trace. */
  public Sleeper sham() {
    List<SleepCycle> idle =
        night.stream()
            .map(cycle -> cycle.phases().stream().map(Sleeper::sham).toList())
            .map(SleepCycle::new)
            .toList();
    return new Sleeper(idle, 0, margin, canaries, watches);
  }

  private static Phase sham(Phase phase) {
    return new Phase(Controls.sham(phase.stage()), phase.steps());
  }

  /** How many of the night's steps there are; fewer gradient steps where time is compressed. */
  public int steps() {
    return night.stream().mapToInt(SleepCycle::steps).sum();
  }

  /** Sleeps one night on this memory; the learner wakes changed, or as it was. */
  public Hypnogram sleep(Learner learner, ReplayBuffer memory, Rng rng) {
    return sleep(learner, memory, rng, NightLog.NONE, PROMOTE);
  }

  /**
   * The same night, written down as it goes: killed at any moment, the program calls this again
   * with what it was built from, and wakes with the same bits as if nothing had happened. See
   * {@link Journal}.
   *
   * @throws java.io.UncheckedIOException if the journal cannot be written, or is damaged; the
   *     learner is as it was in the evening
   * @throws IllegalArgumentException if the journal is of another night, model or sleeper; nothing
   *     is changed
   * @throws IllegalStateException if this night was slept to its end already, or another one is
   *     being written into the same folder
   */
  public Hypnogram sleep(Learner learner, ReplayBuffer memory, Rng rng, Journal journal) {
    return sleep(learner, memory, rng, journal.log(), PROMOTE);
  }

  /** The same; a network that may wake is handed to the promotion, which decides. */
  Hypnogram sleep(
      Learner learner, ReplayBuffer memory, Rng rng, NightLog log, Predicate<Runnable> promotion) {
    Sleeping sleeping = new Sleeping(this, learner, memory, rng);
    try (log) {
      int slept = log.begin(sleeping);
      if (memory.size() == 0) {
        log.end(sleeping, true);
        return new Hypnogram(
            List.of(), new float[0], List.of(), Double.NaN, Double.NaN, true, 0, 0);
      }
      try {
        sleeping.sleep(slept, log);
        return wake(sleeping, log, promotion);
      } catch (RuntimeException | Error e) {
        // A stage that fails must not leave a half-slept network behind.
        sleeping.wakeAsBefore();
        throw e;
      }
    }
  }

  private Hypnogram wake(Sleeping sleeping, NightLog log, Predicate<Runnable> promotion) {
    Learner learner = sleeping.learner();
    Night tonight = sleeping.night;
    double dawn = tonight.canaries();
    boolean promoted =
        sleeping.networks.values().stream().allMatch(Sleeper::finite)
            && fit(tonight.canariesAtBedtime(), dawn)
            && promotion.test(() -> {
              log.end(sleeping, true);
              sleeping.wakeAsIs();
            });
    if (!promoted) {
      Rng.State after = sleeping.rng.state();
      sleeping.wakeAsBefore();
      sleeping.rng.restore(after); // a night that was slept has used up its stream
      log.end(sleeping, false);
    }
    return new Hypnogram(
        sleeping.episodes,
        tonight.losses(),
        tonight.dreams(),
        tonight.canariesAtBedtime(),
        dawn,
        promoted,
        Objects.requireNonNull(sleeping.paid().get(learner.ledger()))[0],
        sleeping.seconds(),
        sleeping.readings);
  }

  /** Whether the canaries are well: asked and not worse, or nothing to ask from the start. */
  private boolean fit(double bedtime, double dawn) {
    return Double.isNaN(bedtime) || dawn >= bedtime - margin;
  }

  private static boolean finite(Learner learner) {
    for (Tensor numbers : learner.model().state().values()) { // batch norms' statistics too
      for (int i = 0; i < numbers.size(); i++) {
        if (!Float.isFinite(numbers.array()[numbers.offset() + i])) {
          return false;
        }
      }
    }
    return true;
  }
}
