package io.reverie.sleep;

import io.reverie.optim.Sgd;
import io.reverie.sleep.Hypnogram.Episode;
import io.reverie.sleep.Hypnogram.Reading;
import io.reverie.sleep.SleepCycle.Phase;
import io.reverie.sleep.memory.ReplayBuffer;
import io.reverie.sleep.stage.Night;
import io.reverie.sleep.wake.Learner;
import io.reverie.sleep.wake.Ledger;
import io.reverie.sleep.wake.Snapshot;
import io.reverie.tensor.Rng;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A night in progress: every network, stream and number that it may change, and how all of it was
 * in the evening.
 */
final class Sleeping {
  final Sleeper sleeper;
  final ReplayBuffer memory;
  final Rng rng;
  final Night night;
  final List<Episode> episodes = new ArrayList<>();
  final List<Reading> readings = new ArrayList<>();

  /** The stream's place at bedtime, which tells this night from any other. */
  final Rng.State bedtime;

  /** Every network that the night may change, the sleeping one first under an empty name. */
  final Map<String, Learner> networks = new LinkedHashMap<>();

  private final Map<Learner, Snapshot> evening = new IdentityHashMap<>();
  private final Map<Ledger, long[]> paidBefore = new IdentityHashMap<>();

  /** When the night began; earlier than it was if some of it was slept before a crash. */
  long start = System.nanoTime();

  Sleeping(Sleeper sleeper, Learner learner, ReplayBuffer memory, Rng rng) {
    this.sleeper = sleeper;
    this.memory = memory;
    this.rng = rng;
    this.bedtime = rng.state();
    Learner asleep =
        learner.with(Sgd.of(learner.parameters(), sleeper.rate()), rng.split("layers"));
    this.night =
        new Night(asleep, memory, sleeper.canaries(), rng, sleeper.rate(), sleeper.steps());
    networks.put("", asleep);
    Set<Learner> known = Collections.newSetFromMap(new IdentityHashMap<>());
    for (Phase phase : phases()) {
      phase
          .stage()
          .others()
          .forEach((name, other) -> {
            if (known.add(other)) {
              String own = name;
              for (int i = 2; networks.containsKey(own); i++) {
                own = name + " " + i;
              }
              networks.put(own, other);
            }
          });
    }
    networks
        .values()
        .forEach(network -> {
          evening.put(network, Snapshot.of(network.model()));
          Ledger ledger = network.ledger();
          paidBefore.put(ledger, new long[] {ledger.gradientSamples(), ledger.forwardSamples()});
        });
  }

  /** All phases of the night, first to last. */
  List<Phase> phases() {
    return sleeper.night().stream().flatMap(cycle -> cycle.phases().stream()).toList();
  }

  /** Sleeps the phases from this one on, and tells the log after each. */
  void sleep(int from, NightLog log) {
    int number = 0;
    if (from == 0) {
      read();
    }
    for (int cycle = 0; cycle < sleeper.night().size(); cycle++) {
      for (Phase phase : sleeper.night().get(cycle).phases()) {
        if (number++ < from) {
          continue;
        }
        long began = System.nanoTime();
        int first = night.steps();
        phase.stage().sleep(night, phase.steps());
        double seconds = (System.nanoTime() - began) / 1e9;
        episodes.add(new Episode(phase.stage().name(), cycle, first, night.steps(), seconds));
        read();
        log.slept(this, number);
      }
    }
  }

  /** Notes the norm of all parameters, and what the sleeper watches. */
  private void read() {
    readings.add(new Reading("norm", night.steps(), learner().norm()));
    sleeper
        .watches()
        .forEach((name, what) ->
            readings.add(new Reading(name, night.steps(), what.share(learner(), memory))));
  }

  /** The network that sleeps. */
  Learner learner() {
    return night.learner();
  }

  /** Gradient and forward samples that the night has cost so far, for each ledger. */
  Map<Ledger, long[]> paid() {
    Map<Ledger, long[]> paid = new LinkedHashMap<>();
    for (Learner network : networks.values()) {
      Ledger ledger = network.ledger();
      long[] before = paidBefore.getOrDefault(ledger, new long[2]);
      paid.put(
          ledger,
          new long[] {ledger.gradientSamples() - before[0], ledger.forwardSamples() - before[1]});
    }
    return paid;
  }

  /** Takes another evening for that to which the networks return. */
  void evening(Map<String, Snapshot> other) {
    other.forEach((name, snapshot) -> evening.put(networks.get(name), snapshot));
  }

  /** From now on the networks are as they are for good: what is served is not written any more. */
  void wakeAsIs() {
    evening.clear();
  }

  /** Lets all networks and the stream be as they were in the evening, if they may go back. */
  void wakeAsBefore() {
    if (evening.isEmpty()) {
      return;
    }
    evening.forEach((network, snapshot) -> {
      snapshot.restore(network.model());
      network.parameters().clearGradients();
    });
    rng.restore(bedtime);
  }

  /** Seconds since bedtime. */
  double seconds() {
    return (System.nanoTime() - start) / 1e9;
  }
}
