package io.reverie.sleep;

import io.reverie.optim.Sgd;
import io.reverie.sleep.Hypnogram.Episode;
import io.reverie.sleep.SleepCycle.Phase;
import io.reverie.sleep.memory.ReplayBuffer;
import io.reverie.sleep.stage.Canaries;
import io.reverie.sleep.stage.Night;
import io.reverie.sleep.wake.Learner;
import io.reverie.sleep.wake.Snapshot;
import io.reverie.tensor.Rng;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

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
 */
public record Sleeper(List<SleepCycle> night, float rate, double margin, Canaries canaries) {
  /** Copies the list and checks the numbers. */
  public Sleeper {
    night = List.copyOf(night);
    if (!(rate >= 0) || !(margin >= 0)) {
      throw new IllegalArgumentException(
          "a sleeper with rate %s and margin %s: 0 or more are needed".formatted(rate, margin));
    }
  }

  /** A sleeper whose canaries are the memories themselves. */
  public Sleeper(List<SleepCycle> night, float rate, double margin) {
    this(night, rate, margin, Canaries.memories());
  }

  /** The same sleeper with other canaries. */
  public Sleeper with(Canaries other) {
    return new Sleeper(night, rate, margin, other);
  }

  /** How many gradient steps a night makes. */
  public int steps() {
    return night.stream().mapToInt(SleepCycle::steps).sum();
  }

  /** Sleeps one night on this memory; the learner wakes changed, or as it was. */
  public Hypnogram sleep(Learner learner, ReplayBuffer memory, Rng rng) {
    long start = System.nanoTime();
    long paid = learner.ledger().gradientSamples();
    if (memory.size() == 0) {
      return new Hypnogram(List.of(), new float[0], List.of(), Double.NaN, Double.NaN, true, 0, 0);
    }
    Evening evening = new Evening(learner);
    Learner asleep = learner.with(Sgd.of(learner.parameters(), rate), rng.split("layers"));
    Night tonight = new Night(asleep, memory, canaries, rng, rate, steps());
    List<Episode> episodes = new ArrayList<>();
    try {
      sleep(tonight, episodes);
    } catch (RuntimeException | Error e) {
      // A stage that fails must not leave a half-slept network behind.
      evening.restore();
      throw e;
    }
    double dawn = tonight.canaries();
    boolean promoted = finite(learner) && !(dawn < tonight.canariesAtBedtime() - margin);
    if (!promoted) {
      evening.restore();
    }
    return new Hypnogram(
        episodes,
        tonight.losses(),
        tonight.dreams(),
        tonight.canariesAtBedtime(),
        dawn,
        promoted,
        learner.ledger().gradientSamples() - paid,
        (System.nanoTime() - start) / 1e9);
  }

  /** Every network that the night may change, as it went to bed. */
  private final class Evening {
    private final Map<Learner, Snapshot> networks = new IdentityHashMap<>();

    Evening(Learner learner) {
      networks.put(learner, Snapshot.of(learner.model()));
      for (SleepCycle cycle : night) {
        for (Phase phase : cycle.phases()) {
          for (Learner other : phase.stage().others().values()) {
            networks.computeIfAbsent(other, network -> Snapshot.of(network.model()));
          }
        }
      }
    }

    void restore() {
      networks.forEach((network, snapshot) -> {
        snapshot.restore(network.model());
        network.parameters().clearGradients();
      });
    }
  }

  private void sleep(Night tonight, List<Episode> episodes) {
    for (int cycle = 0; cycle < night.size(); cycle++) {
      for (Phase phase : night.get(cycle).phases()) {
        long began = System.nanoTime();
        int from = tonight.steps();
        phase.stage().sleep(tonight, phase.steps());
        double seconds = (System.nanoTime() - began) / 1e9;
        episodes.add(new Episode(phase.stage().name(), cycle, from, tonight.steps(), seconds));
      }
    }
  }

  private static boolean finite(Learner learner) {
    for (float value : learner.parameters().values()) {
      if (!Float.isFinite(value)) {
        return false;
      }
    }
    return true;
  }
}
