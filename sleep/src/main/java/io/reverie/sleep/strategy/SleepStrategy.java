package io.reverie.sleep.strategy;

import io.reverie.data.Batch;
import io.reverie.data.Dataset;
import io.reverie.sleep.Hypnogram;
import io.reverie.sleep.SleepSchedule;
import io.reverie.sleep.Sleeper;
import io.reverie.sleep.memory.ReplayBuffer;
import io.reverie.sleep.wake.Learner;
import io.reverie.tensor.Rng;
import java.util.ArrayList;
import java.util.List;

/**
 * Sleep: experience replay by day, and nights on the memory whenever the schedule says so.
 *
 * <p>By day it is {@link ExperienceReplay}, step for step; whatever it does better, the nights do.
 */
public final class SleepStrategy implements Strategy {
  private final Learner learner;
  private final ReplayBuffer memory;
  private final Strategy day;
  private final Sleeper sleeper;
  private final SleepSchedule schedule;
  private final Rng rng;
  private final List<Hypnogram> nights = new ArrayList<>();
  private long awake;

  /** The method with this memory, so many memories a step by day, these nights and schedule. */
  public SleepStrategy(
      Learner learner,
      ReplayBuffer memory,
      int replay,
      Sleeper sleeper,
      SleepSchedule schedule,
      Rng rng) {
    this.learner = learner;
    this.memory = memory;
    this.day = new ExperienceReplay(learner, memory, replay);
    this.sleeper = sleeper;
    this.schedule = schedule;
    this.rng = rng;
  }

  @Override
  public void beginTask(int task) {
    day.beginTask(task);
  }

  @Override
  public void observe(Batch batch) {
    day.observe(batch);
    awake++;
    sleepIfDue(false);
  }

  @Override
  public void endTask(int task, Dataset data) {
    day.endTask(task, data);
    sleepIfDue(true);
  }

  private void sleepIfDue(boolean taskEnded) {
    if (schedule.due(awake, taskEnded)) {
      nights.add(sleeper.sleep(learner, memory, rng.split(nights.size())));
      awake = 0;
    }
  }

  @Override
  public List<Hypnogram> nights() {
    return List.copyOf(nights);
  }
}
