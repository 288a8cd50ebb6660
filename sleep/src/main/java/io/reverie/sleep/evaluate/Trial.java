package io.reverie.sleep.evaluate;

import io.reverie.data.Batch;
import io.reverie.data.Dataset;
import io.reverie.sleep.Hypnogram;
import io.reverie.sleep.scenario.Scenario;
import io.reverie.sleep.scenario.Task;
import io.reverie.sleep.strategy.Strategy;
import io.reverie.sleep.wake.Learner;
import io.reverie.sleep.wake.Ledger;
import io.reverie.tensor.Rng;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;

/**
 * One method on one stream with one seed: the loop of continual learning.
 *
 * <p>Only learning is timed and charged; tests are the experimenter's affair. An interrupted thread
 * stops the loop at the next batch.
 *
 * @param scenario the stream and the tests
 * @param epochs how often each task's data is gone through
 * @param batch samples a batch
 * @param glances how many times within a task, and at most how many samples a test, the tests are
 *     taken for the curve
 */
public record Trial(Scenario scenario, int epochs, int batch, Glances glances) {
  /**
   * Tests taken in between, on a part of each test set.
   *
   * @param perTask how many within each task
   * @param samples at most so many samples of each test
   */
  public record Glances(int perTask, int samples) {
    /** No tests in between. */
    public static final Glances NONE = new Glances(0, 0);
  }

  /**
   * How it went.
   *
   * @param accuracy the accuracy matrix
   * @param ledger what was paid
   * @param nights the nights slept
   */
  public record Result(AccuracyMatrix accuracy, Ledger ledger, List<Hypnogram> nights) {}

  /** Checks the numbers. */
  public Trial {
    if (epochs < 1 || batch < 1) {
      throw new IllegalArgumentException(
          "a trial of %d epochs with batches of %d: at least 1 is needed".formatted(epochs, batch));
    }
  }

  /** How many batches the stream has. */
  public long batches() {
    long batches = 0;
    for (Task task : scenario.stream()) {
      batches += (long) epochs * ((task.train().size() + batch - 1) / batch);
    }
    return batches;
  }

  /**
   * Runs the trial. The order of samples is drawn from the stream of numbers; the same for every
   * method, whatever the method draws itself.
   *
   * @throws CancellationException if the thread is interrupted
   */
  public Result run(Strategy strategy, Learner learner, Rng order, Consumer<Event> observer) {
    int tasks = scenario.stream().size();
    double[][] rows = new double[tasks][];
    long step = 0;
    int nights = 0;
    for (int t = 0; t < tasks; t++) {
      Dataset train = scenario.stream().get(t).train();
      observer.accept(new Event.TaskBegan(t, step));
      strategy.beginTask(t);
      long perTask = (long) epochs * ((train.size() + batch - 1) / batch);
      long within = 0;
      for (int epoch = 0; epoch < epochs; epoch++) {
        for (Batch samples : train.batches(batch, order.split(t).split(epoch))) {
          long start = System.nanoTime();
          strategy.observe(samples);
          learner.ledger().nanos(System.nanoTime() - start);
          step++;
          within++;
          observer.accept(new Event.BatchLearned(t, step));
          nights = reportNights(strategy, nights, step, observer);
          if (within * (glances.perTask + 1) / perTask
                  > (within - 1) * (glances.perTask + 1) / perTask
              && within < perTask) {
            observer.accept(new Event.Tested(step, test(learner, glances.samples)));
          }
        }
      }
      long start = System.nanoTime();
      strategy.endTask(t, train);
      learner.ledger().nanos(System.nanoTime() - start);
      nights = reportNights(strategy, nights, step, observer);
      rows[t] = test(learner, Integer.MAX_VALUE);
      observer.accept(new Event.TaskEnded(t, step, rows[t].clone()));
    }
    return new Result(new AccuracyMatrix(rows), learner.ledger(), strategy.nights());
  }

  private static int reportNights(
      Strategy strategy, int reported, long step, Consumer<Event> observer) {
    List<Hypnogram> nights = strategy.nights();
    for (Hypnogram night : nights.subList(reported, nights.size())) {
      observer.accept(new Event.NightPassed(step, night));
    }
    return nights.size();
  }

  private double[] test(Learner learner, int samples) {
    double[] accuracies = new double[scenario.tests().size()];
    for (int i = 0; i < accuracies.length; i++) {
      Dataset test = scenario.tests().get(i).test();
      accuracies[i] = learner.accuracy(samples < test.size() ? test.first(samples) : test);
    }
    return accuracies;
  }
}
