package io.reverie.examples.lab;

import io.reverie.sleep.evaluate.Asking;
import io.reverie.sleep.evaluate.Event;
import io.reverie.sleep.evaluate.Trial;
import io.reverie.sleep.scenario.Scenario;
import io.reverie.sleep.strategy.Strategy;
import io.reverie.tensor.Compute;
import io.reverie.train.Progress;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Makes the runs of an experiment that are not there yet: many at a time, each on one thread.
 *
 * @param experiment what is asked
 * @param data what it is asked of
 * @param firstSeed the first seed
 * @param seeds how many seeds
 * @param threads how many runs at a time
 */
public record Runner(
    Experiment experiment, World.Data data, long firstSeed, int seeds, int threads) {
  /** The hash of the settings, as the store must have it. */
  public String settings() {
    return experiment.hash(data.source() + ", " + data.train() + ", " + data.test());
  }

  /** Runs what is missing; what was finished is kept even if something fails. */
  public void run(Store store) throws IOException, InterruptedException {
    ExecutorService workers = Executors.newFixedThreadPool(threads);
    // Seeds outermost: an experiment that is interrupted has whole seeds to show.
    List<Future<?>> runs = new ArrayList<>();
    long each = Math.max(1, trial(firstSeed, false).batches());
    long missing = 0;
    for (long seed = firstSeed; seed < firstSeed + seeds; seed++) {
      for (Arm arm : experiment.design().arms()) {
        missing += store.has(arm.name(), seed) ? 0 : 1;
      }
    }
    long all = (long) seeds * experiment.design().arms().size();
    try (var progress = Progress.of(experiment.id(), all * each).from((all - missing) * each)) {
      for (long s = firstSeed; s < firstSeed + seeds; s++) {
        long seed = s;
        for (Arm arm : experiment.design().arms()) {
          if (!store.has(arm.name(), seed)) {
            Runnable learned = () -> progress.advance(1, arm.name() + ", seed " + seed);
            runs.add(
                workers.submit(() -> {
                  store.append(run(arm, seed, learned));
                  return null;
                }));
          }
        }
      }
      for (Future<?> run : runs) {
        run.get();
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException(
          experiment.id() + ": a run failed: " + e.getCause().getMessage(), e.getCause());
    } finally {
      workers.shutdownNow();
    }
  }

  private Trial trial(long seed, boolean joint) {
    World world = experiment.design().world();
    Scenario scenario = world.maker().scenario(data, seed);
    return new Trial(
        joint ? joint(scenario) : scenario,
        world.epochs(),
        world.batch(),
        world.glances(),
        joint ? Asking.all() : world.asking());
  }

  private static Scenario joint(Scenario scenario) {
    return scenario.joint(
        io.reverie.data.Dataset.concat(
            scenario.stream().stream()
                .map(io.reverie.sleep.scenario.Task::train)
                .toArray(io.reverie.data.Dataset[]::new)));
  }

  /** One run on the calling thread alone. */
  Outcome run(Arm arm, long seed, Runnable learned) {
    try (var compute = Compute.threads(1)) {
      return compute.call(() -> alone(arm, seed, learned));
    }
  }

  private Outcome alone(Arm arm, long seed, Runnable learned) {
    Trial trial = trial(seed, arm.joint());
    Experiment.Design design = experiment.design();
    Bench bench = new Bench(trial, design.net(), design.buffer(), seed);
    Strategy strategy = arm.method().at(bench);
    boolean first = seed == firstSeed;
    var subject = new Probe.Subject(arm.name(), seed, first, strategy, bench);
    var notes = bench.notes();
    List<Probe> probes = experiment.probes().stream().map(p -> p.get()).toList();
    Trial.Result result =
        trial.run(
            strategy,
            bench.order(),
            event -> {
              if (event instanceof Event.BatchLearned) {
                learned.run();
              }
              probes.forEach(probe -> probe.saw(event, subject, notes));
            });
    Map<String, Double> measures = Measure.of(result);
    Map<String, Long> kept = new LinkedHashMap<>(result.ledger().kept());
    probes.forEach(probe -> probe.finished(subject, notes));
    measures.putAll(notes.measures());
    double[][] matrix = new double[result.accuracy().rows()][];
    for (int i = 0; i < matrix.length; i++) {
      matrix[i] = result.accuracy().row(i);
    }
    return new Outcome(
        arm.name(),
        seed,
        settings(),
        Host.commit(),
        Host.describe(),
        measures,
        kept,
        matrix,
        result.curve().points().stream()
            .map(point -> row(point.step(), point.accuracies()))
            .toArray(double[][]::new),
        first ? result.nights().stream().map(Outcome.NightNote::of).toList() : List.of(),
        notes.series());
  }

  private static double[] row(long step, double... accuracies) {
    double[] point = new double[accuracies.length + 1];
    point[0] = step;
    System.arraycopy(accuracies, 0, point, 1, accuracies.length);
    return point;
  }
}
