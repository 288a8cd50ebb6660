package io.reverie.examples.spiking;

import io.reverie.data.Batch;
import io.reverie.data.Dataset;
import io.reverie.sleep.evaluate.AccuracyMatrix;
import io.reverie.sleep.evaluate.Curve;
import io.reverie.sleep.evaluate.Trial;
import io.reverie.sleep.scenario.Scenario;
import io.reverie.sleep.scenario.Task;
import io.reverie.sleep.strategy.Strategy;
import io.reverie.sleep.wake.Learner;
import io.reverie.sleep.wake.Ledger;
import io.reverie.tensor.Rng;
import java.util.List;

/** An arm that asks another arm's network in its own way, task after task. */
final class Readout {
  private static final int PIECE = 500;

  private final Arm arm;
  private final Strategy strategy;
  private final Scenario scenario;
  private final double[][] rows;

  /** Watches a strategy with its model, and pays for itself in a ledger of its own. */
  Readout(Arm arm, Learner learner, Scenario scenario, Rng rng) {
    this.arm = arm;
    this.scenario = scenario;
    this.rows = new double[scenario.stream().size()][scenario.tests().size()];
    Learner own = Learner.of(learner.model(), learner.optimizer(), rng);
    this.strategy = arm.asks(new Watcher(own), scenario.classes(), rng.split("few"));
  }

  /** Learns nothing. */
  private record Watcher(Learner learner) implements Strategy {
    @Override
    public void observe(Batch batch) {}
  }

  /** The watched strategy has ended a task: measures what the arm needs, and takes its tests. */
  void endTask(int task) {
    strategy.endTask(task, scenario.stream().get(task).train());
    for (int j = 0; j < rows[task].length; j++) {
      rows[task][j] = accuracy(scenario.tests().get(j));
    }
  }

  private double accuracy(Task task) {
    Dataset test = task.test();
    int right = 0;
    for (Batch batch : test.batches(PIECE)) {
      int[] answers = strategy.scores(batch.inputs()).argmax().values();
      for (int i = 0; i < answers.length; i++) {
        right += answers[i] == batch.labels()[i] ? 1 : 0;
      }
    }
    return (double) right / test.size();
  }

  /** How it went: its own answers, and the price of both. */
  Outcome outcome(long seed, Ledger learned) {
    Ledger own = strategy.learner().ledger();
    Ledger both = new Ledger();
    both.gradientSamples(learned.gradientSamples());
    both.forwardSamples(learned.forwardSamples() + own.forwardSamples());
    both.nanos(Math.round(1e9 * learned.seconds()));
    both.keeps("what is learned with", learned.bytes());
    both.keeps("what is asked with", own.bytes());
    var result =
        new Trial.Result(
            new AccuracyMatrix(rows), new double[0][], new Curve(rows.length), both, List.of());
    return new Outcome(arm, seed, result);
  }
}
