package io.reverie.sleep.evaluate;

import io.reverie.data.Batch;
import io.reverie.data.Dataset;
import io.reverie.sleep.Hypnogram;
import io.reverie.sleep.scenario.Scenario;
import io.reverie.sleep.scenario.Task;
import io.reverie.sleep.strategy.Strategy;
import io.reverie.sleep.wake.Ledger;
import io.reverie.tensor.Rng;
import io.reverie.tensor.Tensor;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import java.util.function.IntPredicate;

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
  /** Test samples that are asked at once. */
  private static final int PIECE = 500;

  /**
   * Tests taken in between, on a part of each test set.
   *
   * @param perTask how many within each task
   * @param samples at most so many samples of each test
   */
  public record Glances(int perTask, int samples) {
    /** No tests in between. */
    public static final Glances NONE = new Glances(0, 0);

    /** Checks the numbers. */
    public Glances {
      if (perTask < 0 || samples < (perTask > 0 ? 1 : 0)) {
        throw new IllegalArgumentException(
            "%d glances a task at %d samples each: 0 or more glances, at 1 or more samples, are needed"
                .formatted(perTask, samples));
      }
    }
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
      batches += batches(task);
    }
    return batches;
  }

  private long batches(Task task) {
    return (long) epochs * ((task.train().size() + batch - 1) / batch);
  }

  /**
   * Runs the trial. The order of samples is drawn from the stream of numbers; the same for every
   * method, whatever the method draws itself.
   *
   * @throws CancellationException if the thread is interrupted
   */
  public Result run(Strategy strategy, Rng order, Consumer<Event> observer) {
    Ledger ledger = strategy.learner().ledger();
    int tasks = scenario.stream().size();
    double[][] rows = new double[tasks][];
    long step = 0;
    int nights = 0;
    for (int t = 0; t < tasks; t++) {
      Task task = scenario.stream().get(t);
      Dataset train = task.train();
      observer.accept(new Event.TaskBegan(t, step));
      strategy.beginTask(t);
      long perTask = batches(task);
      long within = 0;
      for (int epoch = 0; epoch < epochs; epoch++) {
        for (Batch samples : train.batches(batch, order.split(t).split(epoch))) {
          long start = System.nanoTime();
          strategy.observe(samples);
          ledger.nanos(System.nanoTime() - start);
          step++;
          within++;
          observer.accept(new Event.BatchLearned(t, step));
          nights = reportNights(strategy, nights, step, observer);
          if (within * (glances.perTask + 1) / perTask
                  > (within - 1) * (glances.perTask + 1) / perTask
              && within < perTask) {
            observer.accept(new Event.Tested(step, test(strategy, glances.samples)));
          }
        }
      }
      long start = System.nanoTime();
      strategy.endTask(t, train);
      ledger.nanos(System.nanoTime() - start);
      nights = reportNights(strategy, nights, step, observer);
      rows[t] = test(strategy, Integer.MAX_VALUE);
      observer.accept(new Event.TaskEnded(t, step, rows[t].clone()));
    }
    return new Result(new AccuracyMatrix(rows), ledger, strategy.nights());
  }

  private static int reportNights(
      Strategy strategy, int reported, long step, Consumer<Event> observer) {
    List<Hypnogram> nights = strategy.nights();
    for (Hypnogram night : nights.subList(reported, nights.size())) {
      observer.accept(new Event.NightPassed(step, night));
    }
    return nights.size();
  }

  private double[] test(Strategy strategy, int samples) {
    double[] accuracies = new double[scenario.tests().size()];
    for (int i = 0; i < accuracies.length; i++) {
      Task asked = scenario.tests().get(i);
      Dataset test = samples < asked.test().size() ? asked.test().first(samples) : asked.test();
      accuracies[i] = accuracy(strategy, test, asked.answers());
    }
    return accuracies;
  }

  /** The share of samples whose label has the largest score among the classes that may answer. */
  private static double accuracy(Strategy strategy, Dataset test, IntPredicate answers) {
    int right = 0;
    for (Batch samples : test.batches(PIECE)) {
      Tensor scores = strategy.scores(samples.inputs());
      int classes = scores.dim(1);
      for (int i = 0; i < samples.size(); i++) {
        int best = -1;
        for (int c = 0; c < classes; c++) {
          if (answers.test(c) && (best < 0 || scores.at(i, c) > scores.at(i, best))) {
            best = c;
          }
        }
        right += best == samples.labels()[i] ? 1 : 0;
      }
    }
    return (double) right / test.size();
  }
}
