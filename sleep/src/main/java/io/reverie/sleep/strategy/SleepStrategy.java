package io.reverie.sleep.strategy;

import io.reverie.data.Batch;
import io.reverie.data.Dataset;
import io.reverie.sleep.Hypnogram;
import io.reverie.sleep.SleepCycle;
import io.reverie.sleep.SleepSchedule;
import io.reverie.sleep.Sleeper;
import io.reverie.sleep.Waking;
import io.reverie.sleep.memory.ReplayBuffer;
import io.reverie.tensor.Nullable;
import io.reverie.tensor.Rng;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Sleep: any method by day, and nights on its memory whenever the schedule says so.
 *
 * <p>By day it is that method, step for step; whatever it does better, the nights do.
 */
public final class SleepStrategy implements Around {
  private final Strategy day;
  private final ReplayBuffer memory;
  private final Sleeper sleeper;
  private final SleepSchedule schedule;
  private final Rng rng;
  private final List<Hypnogram> nights = new ArrayList<>();
  private double share = Double.NaN;
  private long awake;
  private long paidAtDawn;

  /**
   * The method that is {@code day} by day and sleeps by night.
   *
   * @param day what is done with each batch, such as {@link ExperienceReplay}
   * @param memory what the nights recall, most often the memory that {@code day} fills
   * @param sleeper the nights
   * @param schedule when to sleep
   * @param rng the stream of the nights
   */
  public SleepStrategy(
      Strategy day, ReplayBuffer memory, Sleeper sleeper, SleepSchedule schedule, Rng rng) {
    this.day = day;
    this.memory = memory;
    this.sleeper = sleeper;
    this.schedule = schedule;
    this.rng = rng;
    this.paidAtDawn = day.learner().ledger().gradientSamples();
  }

  /**
   * Gives each night this share of the gradient samples that the day before it took, never more,
   * whatever number of steps its cycles have; returns this. So a rival that learns {@code 1 +
   * share} times as many samples by day pays the same.
   *
   * @throws IllegalArgumentException if the share is negative
   */
  public SleepStrategy spending(double part) {
    if (!(part >= 0) || part == Double.POSITIVE_INFINITY) {
      throw new IllegalArgumentException(
          "nights for " + part + " of the day's samples: a number from 0 on is needed");
    }
    share = part;
    return this;
  }

  @Override
  public Strategy inner() {
    return day;
  }

  @Override
  public void observe(Batch batch) {
    day.observe(batch);
    awake++;
    sleepIfDue(batch, false, Duration.ZERO);
  }

  @Override
  public void endTask(int task, Dataset data) {
    day.endTask(task, data);
    sleepIfDue(null, true, Duration.ZERO);
  }

  /** Says that there has been nothing to do for so long; sleeps, where that is the time to. */
  public void rest(Duration idle) {
    sleepIfDue(null, false, idle);
  }

  private void sleepIfDue(@Nullable Batch batch, boolean taskEnded, Duration idle) {
    Waking waking = new Waking(learner(), memory, batch, awake, taskEnded, idle);
    if (schedule.due(waking)) {
      Hypnogram night = tonight(schedule.share(waking)).sleep(learner(), memory, stream());
      nights.add(night);
      awake = 0;
      paidAtDawn = learner().ledger().gradientSamples();
      learner().ledger().keeps("memory", memory.bytes()); // a night may have begun to take notes
      schedule.slept(waking, night);
    }
  }

  private Rng stream() {
    return rng.split(nights.size());
  }

  /** The sleeper with tonight's budget. */
  private Sleeper tonight(double part) {
    List<SleepCycle> night = sleeper.night();
    if (!Double.isNaN(share)) {
      long day = learner().ledger().gradientSamples() - paidAtDawn;
      night = SleepCycle.within(night, (long) Math.floor(share * day));
    }
    return sleeper.with(part == 1 ? night : SleepCycle.nap(night, part));
  }

  @Override
  public List<Hypnogram> nights() {
    return List.copyOf(nights);
  }
}
