package io.reverie.sleep.evaluate;

import io.reverie.data.Batch;
import io.reverie.data.Dataset;
import io.reverie.sleep.Hypnogram;
import io.reverie.sleep.scenario.Scenario;
import io.reverie.sleep.scenario.Task;
import io.reverie.sleep.strategy.Strategy;
import io.reverie.sleep.wake.Ledger;
import io.reverie.tensor.Rng;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import java.util.function.Supplier;

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
 * @param asking which tests are taken after which task
 */
public record Trial(Scenario scenario, int epochs, int batch, Glances glances, Asking asking) {
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
   * @param bits in the same places, the loss in {@linkplain Exam#bits bits a sample}
   * @param curve all tests, glances too
   * @param ledger what was paid
   * @param nights the nights slept
   */
  public record Result(
      AccuracyMatrix accuracy,
      double[][] bits,
      Curve curve,
      Ledger ledger,
      List<Hypnogram> nights) {}

  /** Checks the numbers. */
  public Trial {
    if (epochs < 1 || batch < 1) {
      throw new IllegalArgumentException(
          "a trial of %d epochs with batches of %d: at least 1 is needed".formatted(epochs, batch));
    }
  }

  /** A trial in which every test is taken after every task. */
  public Trial(Scenario scenario, int epochs, int batch, Glances glances) {
    this(scenario, epochs, batch, glances, Asking.all());
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
   * method, whatever the method draws itself. Where the scenario has no borders the method is told
   * of none; observers are.
   *
   * @throws CancellationException if the thread is interrupted
   */
  public Result run(Strategy strategy, Rng order, Consumer<Event> observer) {
    int tasks = scenario.stream().size();
    Curve curve = new Curve(tasks);
    Consumer<Event> observers = curve.andThen(observer);
    Ledger ledger = strategy.learner().ledger();
    double[][] rows = new double[tasks][];
    double[][] bits = new double[tasks][scenario.tests().size()];
    long step = 0;
    int nights = 0;
    for (int t = 0; t < tasks; t++) {
      Dataset train = scenario.stream().get(t).train();
      observers.accept(new Event.TaskBegan(t, step));
      if (scenario.borders()) {
        strategy.beginTask(t);
      }
      long perTask = batches(scenario.stream().get(t));
      long within = 0;
      for (int epoch = 0; epoch < epochs; epoch++) {
        for (Batch samples : train.batches(batch, order.split(t).split(epoch))) {
          long start = System.nanoTime();
          strategy.observe(samples);
          ledger.nanos(System.nanoTime() - start);
          step++;
          within++;
          observers.accept(new Event.BatchLearned(t, step));
          nights = reportNights(strategy, nights, step, observers);
          if (glanceIsDue(within, perTask)) {
            double[] seen = test(strategy, t, glances.samples, new double[bits[t].length]);
            observers.accept(new Event.Tested(step, seen));
          }
        }
      }
      if (scenario.borders()) {
        long start = System.nanoTime();
        strategy.endTask(t, train);
        ledger.nanos(System.nanoTime() - start);
        nights = reportNights(strategy, nights, step, observers);
      }
      rows[t] = test(strategy, t, Integer.MAX_VALUE, bits[t]);
      observers.accept(new Event.TaskEnded(t, step, rows[t].clone()));
    }
    return new Result(new AccuracyMatrix(rows), bits, curve, ledger, strategy.nights());
  }

  private boolean glanceIsDue(long within, long perTask) {
    return within * (glances.perTask + 1) / perTask > (within - 1) * (glances.perTask + 1) / perTask
        && within < perTask;
  }

  private static int reportNights(
      Strategy strategy, int reported, long step, Consumer<Event> observer) {
    List<Hypnogram> nights = strategy.nights();
    for (Hypnogram night : nights.subList(reported, nights.size())) {
      observer.accept(new Event.NightPassed(step, night));
    }
    return nights.size();
  }

  /** The accuracy in every test as the method is now: before all learning, a baseline. */
  public double[] test(Strategy strategy) {
    double[] accuracies = new double[scenario.tests().size()];
    for (int i = 0; i < accuracies.length; i++) {
      accuracies[i] = exam(strategy, i, Integer.MAX_VALUE).accuracy();
    }
    return accuracies;
  }

  /**
   * What fresh networks reach that learn each task alone, by task: the measure of {@linkplain
   * AccuracyMatrix#plasticity plasticity}. Everybody pays in a ledger of their own.
   *
   * @param fresh a new method with a new network, with the same start for each task or another
   * @throws IllegalArgumentException if there is not one test a task
   */
  public double[] alone(Supplier<? extends Strategy> fresh, Rng order) {
    List<Task> stream = scenario.stream();
    if (stream.size() != scenario.tests().size()) {
      throw new IllegalArgumentException(
          "%d tasks and %d tests: fresh networks need one test a task"
              .formatted(stream.size(), scenario.tests().size()));
    }
    double[] accuracies = new double[stream.size()];
    for (int t = 0; t < accuracies.length; t++) {
      Scenario one =
          new Scenario(
              stream.get(t).name(),
              List.of(stream.get(t)),
              List.of(scenario.tests().get(t)),
              scenario.classes(),
              scenario.borders());
      accuracies[t] =
          new Trial(one, epochs, batch, Glances.NONE)
              .run(fresh.get(), order.split(t), event -> {})
              .accuracy()
              .average();
    }
    return accuracies;
  }

  /** The accuracies of the tests that are asked for after task t, on so many samples each. */
  private double[] test(Strategy strategy, int t, int samples, double[] bits) {
    boolean last = t == scenario.stream().size() - 1 && samples == Integer.MAX_VALUE;
    double[] accuracies = new double[scenario.tests().size()];
    for (int i = 0; i < accuracies.length; i++) {
      boolean asked = last || asking.asks(t, i);
      Exam exam = asked ? exam(strategy, i, samples) : new Exam(Double.NaN, Double.NaN, Double.NaN);
      accuracies[i] = exam.accuracy();
      bits[i] = exam.bits();
    }
    return accuracies;
  }

  private Exam exam(Strategy strategy, int i, int samples) {
    Task asked = scenario.tests().get(i);
    Dataset test = samples < asked.test().size() ? asked.test().first(samples) : asked.test();
    return Exam.of(strategy::scores, test, asked.answers());
  }
}
