package io.reverie.sleep.strategy;

import io.reverie.data.Batch;
import io.reverie.data.Dataset;
import io.reverie.sleep.Hypnogram;
import io.reverie.sleep.SleepSchedule;
import io.reverie.sleep.Sleeper;
import io.reverie.sleep.memory.ReplayBuffer;
import io.reverie.sleep.wake.Learner;
import io.reverie.tensor.Rng;
import io.reverie.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * Sleep: any method by day, and nights on its memory whenever the schedule says so.
 *
 * <p>By day it is that method, step for step; whatever it does better, the nights do.
 */
public final class SleepStrategy implements Strategy {
  private final Strategy day;
  private final ReplayBuffer memory;
  private final Sleeper sleeper;
  private final SleepSchedule schedule;
  private final Rng rng;
  private final List<Hypnogram> nights = new ArrayList<>();
  private long awake;

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
  }

  @Override
  public Learner learner() {
    return day.learner();
  }

  @Override
  public Tensor scores(Tensor inputs) {
    return day.scores(inputs);
  }

  @Override
  public String advice() {
    return day.advice();
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
      nights.add(sleeper.sleep(learner(), memory, rng.split(nights.size())));
      awake = 0;
    }
  }

  @Override
  public List<Hypnogram> nights() {
    return List.copyOf(nights);
  }
}
