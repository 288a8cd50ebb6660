package io.reverie.sleep;

import io.reverie.sleep.stage.Canaries;
import io.reverie.tensor.Nullable;
import io.reverie.tensor.Rng;
import java.util.ArrayList;
import java.util.List;

/**
 * Sleep by pressure: {@code P = rest + Σ w·signal} rises while awake, and falls asleep.
 *
 * <p>At {@link #NAP} a nap is taken where there is time for it (idle, or a task has ended), at
 * {@link #SLEEP} a night is slept, at {@link #FORCED} at once. Below the last, the pressure must
 * have stood above its threshold for some batches on end, so that one odd batch puts nobody to bed.
 * A night of n gradient steps leaves {@code P·exp(−n/τ)} for the next day. The optional circadian
 * wave moves the two lower thresholds up and down (process S and process C of Borbély 1982).
 *
 * <p>Thresholds and signals are the project's proposal (0.4 and 0.8 are those of sleeping-llm);
 * none is shown to beat sleeping at fixed times. Has a state: one for each run.
 */
public final class Pressure implements SleepSchedule {
  /** From here on a nap is taken where there is time. */
  public static final double NAP = 0.4;

  /** From here on a night is slept. */
  public static final double SLEEP = 0.8;

  /** From here on nothing is waited for. */
  public static final double FORCED = 1.2;

  private record Term(double weight, Signal signal) {}

  private final List<Term> terms = new ArrayList<>();
  private int debounce = 5;
  private double tau = 100;
  private double nap = 0.25;
  private long period = 1;
  private double amplitude;

  private double rest;
  private double level;
  private double share;
  private long batches;
  private int aboveNap;
  private int aboveSleep;
  private @Nullable Waking asked;
  private boolean answer;

  private Pressure() {}

  /** No signal yet: never sleeps. */
  public static Pressure none() {
    return new Pressure();
  }

  /**
   * All five signals, each with weight 0.4, so that two at their full make a night; those that cost
   * something are asked every 50 batches. The weights are nobody's but ours.
   */
  public static Pressure standard(Canaries canaries, Rng rng) {
    return none()
        .plus(0.4, Signal.novelty())
        .plus(0.4, Signal.turnover().every(10))
        .plus(0.4, Signal.canaryDrop(canaries).every(50))
        .plus(0.4, Signal.conflict(16, rng).every(50))
        .plus(0.4, Signal.normGrowth().every(10));
  }

  /** A further signal; returns this. */
  public Pressure plus(double weight, Signal signal) {
    requireAtLeastZero("a signal of weight", weight);
    terms.add(new Term(weight, signal));
    return this;
  }

  /** For how many batches on end a threshold must be passed, at least 1; 5 if nobody says. */
  public Pressure debounce(int batches) {
    if (batches < 1) {
      throw new IllegalArgumentException(
          "a debounce of " + batches + " batches: at least 1 is needed");
    }
    debounce = batches;
    return this;
  }

  /** τ: after how many gradient steps of sleep 1/e of the pressure is left; 100 if nobody says. */
  public Pressure discharge(double steps) {
    if (!(steps > 0)) {
      throw new IllegalArgumentException("a discharge in " + steps + " steps: more are needed");
    }
    tau = steps;
    return this;
  }

  /** How much of a night a nap is, above 0 to 1; a quarter if nobody says. */
  public Pressure napShare(double part) {
    if (!(part > 0 && part <= 1)) {
      throw new IllegalArgumentException(
          "naps of " + part + " of a night: a share above 0 up to 1 is needed");
    }
    nap = part;
    return this;
  }

  /**
   * Moves the thresholds of naps and nights by {@code amplitude·sin(2π·batches/period)}: harder to
   * fall asleep in the first half of each period, easier in the second.
   */
  public Pressure circadian(long batches, double height) {
    if (batches < 1) {
      throw new IllegalArgumentException("a day of " + batches + " batches: 1 or more are needed");
    }
    requireAtLeastZero("a wave of height", height);
    period = batches;
    amplitude = height;
    return this;
  }

  private static void requireAtLeastZero(String what, double number) {
    if (!(number >= 0)) {
      throw new IllegalArgumentException(what + " " + number + ": 0 or more is needed");
    }
  }

  /** The pressure when it was last asked. */
  public double level() {
    return level;
  }

  @Override
  public boolean due(Waking waking) {
    if (waking != asked) {
      asked = waking;
      answer = decide(waking);
    }
    return answer;
  }

  @Override
  public double share(Waking waking) {
    return due(waking) ? share : 0;
  }

  private boolean decide(Waking waking) {
    level = rest;
    for (Term term : terms) {
      level += term.weight * term.signal.at(waking);
    }
    double wave = amplitude * Math.sin(2 * Math.PI * batches / period);
    if (waking.batch() != null) {
      batches++;
      aboveNap = level >= NAP + wave ? aboveNap + 1 : 0;
      aboveSleep = level >= SLEEP + wave ? aboveSleep + 1 : 0;
    }
    share = 1;
    if (waking.steps() == 0) {
      return false;
    }
    if (level >= FORCED || aboveSleep >= debounce) {
      return true;
    }
    share = nap;
    boolean time = waking.taskEnded() || waking.idle().isPositive();
    return time && aboveNap >= debounce;
  }

  @Override
  public void slept(Waking waking, Hypnogram night) {
    rest = level * Math.exp(-night.steps() / tau);
    level = rest;
    aboveNap = 0;
    aboveSleep = 0;
    terms.forEach(term -> term.signal.slept(waking));
  }
}
