package io.reverie.sleep.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reverie.data.Batch;
import io.reverie.data.Dataset;
import io.reverie.nn.Linear;
import io.reverie.sleep.Hypnogram;
import io.reverie.sleep.Toys;
import io.reverie.sleep.evaluate.Trial.Glances;
import io.reverie.sleep.scenario.Scenario;
import io.reverie.sleep.strategy.Finetune;
import io.reverie.sleep.strategy.Strategy;
import io.reverie.sleep.wake.Learner;
import io.reverie.tensor.Parameter;
import io.reverie.tensor.Rng;
import io.reverie.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The loop: what is called when, who sees it and what it costs. */
class TrialTest {
  /** Two tasks of 14 samples and two tests of 10. */
  private static final Scenario SCENARIO =
      Scenario.split(Toys.blobs(4, 3, 7, 3, 1, 2), Toys.blobs(4, 3, 5, 3, 1, 3), 2);

  private final Learner learner = Toys.learner(Toys.linear(3, 4, 1), 0.1f);

  /** A method that notes its calls, and sleeps after every third batch and at task ends. */
  private static class Diary implements Strategy {
    private final Learner learner;
    private final List<String> lines = new ArrayList<>();
    private final List<float[]> batches = new ArrayList<>();
    private final List<Hypnogram> nights = new ArrayList<>();

    Diary(Learner learner) {
      this.learner = learner;
    }

    @Override
    public Learner learner() {
      return learner;
    }

    @Override
    public void beginTask(int task) {
      lines.add("begin " + task);
    }

    @Override
    public void observe(Batch batch) {
      lines.add("batch of " + batch.size());
      batches.add(batch.inputs().toArray());
      if (batches.size() % 3 == 0) {
        sleep();
      }
    }

    @Override
    public void endTask(int task, Dataset data) {
      lines.add("end %d of %d".formatted(task, data.size()));
      sleep();
    }

    private void sleep() {
      nights.add(
          new Hypnogram(
              List.of(), new float[nights.size()], List.of(), Double.NaN, Double.NaN, true, 0, 0));
    }

    @Override
    public List<Hypnogram> nights() {
      return List.copyOf(nights);
    }
  }

  private static String line(Event event) {
    return switch (event) {
      case Event.TaskBegan(int task, long step) -> "began %d at %d".formatted(task, step);
      case Event.BatchLearned(int task, long step) -> "learned %d at %d".formatted(task, step);
      case Event.Tested(long step, double[] accuracies) ->
          "tested %d at %d".formatted(accuracies.length, step);
      case Event.NightPassed(long step, Hypnogram night) ->
          "night %d at %d".formatted(night.steps(), step);
      case Event.TaskEnded(int task, long step, double[] accuracies) ->
          "ended %d at %d, %d tests".formatted(task, step, accuracies.length);
    };
  }

  @Test
  void theMethodIsCalledInOrder() {
    var diary = new Diary(learner);
    new Trial(SCENARIO, 2, 5, Glances.NONE).run(diary, Rng.of(1), event -> {});
    List<String> task = List.of("5", "5", "4", "5", "5", "4");
    List<String> expected = new ArrayList<>();
    for (int t = 0; t < 2; t++) {
      expected.add("begin " + t);
      task.forEach(size -> expected.add("batch of " + size));
      expected.add("end %d of 14".formatted(t));
    }
    assertThat(diary.lines).isEqualTo(expected);
  }

  @Test
  void everythingIsReportedInOrder() {
    List<String> events = new ArrayList<>();
    var result =
        new Trial(SCENARIO, 1, 5, Glances.NONE)
            .run(new Diary(learner), Rng.of(1), event -> events.add(line(event)));
    assertThat(events)
        .containsExactly(
            "began 0 at 0",
            "learned 0 at 1",
            "learned 0 at 2",
            "learned 0 at 3",
            "night 0 at 3",
            "night 1 at 3",
            "ended 0 at 3, 2 tests",
            "began 1 at 3",
            "learned 1 at 4",
            "learned 1 at 5",
            "learned 1 at 6",
            "night 2 at 6",
            "night 3 at 6",
            "ended 1 at 6, 2 tests");
    assertThat(result.nights()).hasSize(4);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 5, 6, 20})
  void glancesAreTakenWithinEachTask(int perTask) {
    List<Long> steps = new ArrayList<>();
    var trial = new Trial(SCENARIO, 2, 5, new Glances(perTask, 3));
    trial.run(
        new Diary(learner),
        Rng.of(1),
        event -> {
          if (event instanceof Event.Tested(long step, double[] accuracies)) {
            steps.add(step);
            assertThat(accuracies).hasSize(2);
          }
        });
    // A task has six batches; none of the glances is at its end, which is tested anyhow.
    assertThat(steps).hasSize(2 * Math.min(perTask, 5)).doesNotContain(6L, 12L);
    assertThat(steps).isSorted().doesNotHaveDuplicates();
    if (perTask == 2) {
      assertThat(steps).containsExactly(2L, 4L, 8L, 10L);
    }
  }

  @Test
  void glancesAreAtTheFirstSamplesAlone() {
    // Answers 0 whatever it is asked; the first test's labels are 0, 1, 0, 1, …
    var zero = new Linear(Parameter.zeros(4, 3), Parameter.of(new float[] {1, 0, 0, 0}, 4));
    new Trial(SCENARIO, 1, 5, new Glances(2, 3))
        .run(
            new Diary(Toys.learner(zero, 1)),
            Rng.of(1),
            event -> {
              if (event instanceof Event.Tested(_, double[] accuracies)) {
                assertThat(accuracies).containsExactly(2 / 3.0, 0);
              } else if (event instanceof Event.TaskEnded(_, _, double[] accuracies)) {
                assertThat(accuracies).containsExactly(1 / 2.0, 0);
              }
            });
  }

  @Test
  void rowsAreTheTestsAfterEachTask() {
    List<double[]> ends = new ArrayList<>();
    var result =
        new Trial(SCENARIO, 20, 5, Glances.NONE)
            .run(
                new Finetune(learner),
                Rng.of(1),
                event -> {
                  if (event instanceof Event.TaskEnded(_, _, double[] accuracies)) {
                    ends.add(accuracies.clone());
                    Arrays.fill(accuracies, -1);
                  }
                });
    assertThat(result.accuracy().rows()).isEqualTo(2);
    assertThat(result.accuracy().row(0)).isEqualTo(ends.get(0));
    assertThat(result.accuracy().row(1)).isEqualTo(ends.get(1));
    assertThat(result.accuracy().at(0, 0)).isGreaterThan(0.8);
    for (int j = 0; j < 2; j++) {
      assertThat(result.accuracy().at(1, j))
          .isEqualTo(learner.accuracy(SCENARIO.tests().get(j).test()));
    }
  }

  @Test
  void learningIsChargedTestsAreNot() {
    var trial = new Trial(SCENARIO, 3, 5, new Glances(4, 100));
    var result = trial.run(new Finetune(learner), Rng.of(1), event -> {});
    assertThat(result.ledger()).isSameAs(learner.ledger());
    assertThat(result.ledger().gradientSamples()).isEqualTo(3 * 2 * 14);
    assertThat(result.ledger().forwardSamples()).isZero();
    assertThat(result.ledger().seconds()).isPositive();
  }

  @Test
  void theOrderDependsOnTheSeedAndOnNothingElse() {
    var trial = new Trial(SCENARIO, 2, 5, Glances.NONE);
    var order = Rng.of(1);
    var first = new Diary(learner);
    var second = new Diary(learner);
    var other = new Diary(learner);
    trial.run(first, order, event -> {});
    // Somebody who draws from the stream in between does not matter.
    trial.run(second, order, event -> order.nextLong());
    trial.run(other, Rng.of(2), event -> {});
    assertThat(second.batches).usingRecursiveComparison().isEqualTo(first.batches);
    assertThat(other.batches).usingRecursiveComparison().isNotEqualTo(first.batches);
    // Epochs and tasks are in orders of their own.
    assertThat(first.batches.get(3)).isNotEqualTo(first.batches.get(0));
  }

  @Test
  void eachEpochShowsEverySampleOnce() {
    var diary = new Diary(learner);
    new Trial(SCENARIO, 2, 5, Glances.NONE).run(diary, Rng.of(1), event -> {});
    float[] whole = SCENARIO.stream().getFirst().train().all().inputs().toArray();
    Arrays.sort(whole);
    for (int epoch = 0; epoch < 2; epoch++) {
      float[] shown = new float[whole.length];
      int n = 0;
      for (float[] batch : diary.batches.subList(3 * epoch, 3 * epoch + 3)) {
        System.arraycopy(batch, 0, shown, n, batch.length);
        n += batch.length;
      }
      Arrays.sort(shown);
      assertThat(shown).isEqualTo(whole);
    }
  }

  @Test
  void batchesAreCountedBeforehand() {
    for (int batch : new int[] {1, 5, 7, 14, 100}) {
      var diary = new Diary(learner);
      var trial = new Trial(SCENARIO, 3, batch, Glances.NONE);
      trial.run(diary, Rng.of(1), event -> {});
      assertThat(trial.batches()).isEqualTo(diary.batches.size());
    }
  }

  @Test
  void anInterruptedThreadStopsAtTheNextBatchAndStaysInterrupted() {
    var diary = new Diary(learner);
    try {
      assertThatThrownBy(() ->
              new Trial(SCENARIO, 2, 5, Glances.NONE)
                  .run(
                      diary,
                      Rng.of(1),
                      event -> {
                        if (event instanceof Event.BatchLearned(_, long step) && step == 8) {
                          Thread.currentThread().interrupt();
                        }
                      }))
          .isInstanceOf(CancellationException.class)
          .hasMessage("interrupted before sample 10 of 14");
      assertThat(Thread.currentThread().isInterrupted()).isTrue();
    } finally {
      Thread.interrupted();
    }
    assertThat(diary.batches).hasSize(8);
  }

  @Test
  void aTestAsksAmongTheClassesThatMayAnswer() {
    // Prefers class 1, then 3, then the others, whatever it is asked.
    var fixed = new Linear(Parameter.zeros(4, 3), Parameter.of(new float[] {0, 3, 1, 2}, 4));
    var told = new Trial(SCENARIO.taskIncremental(), 1, 5, Glances.NONE);
    var result = told.run(new Diary(Toys.learner(fixed, 1)), Rng.of(1), event -> {});
    assertThat(result.accuracy().row(1)).containsExactly(0.5, 0.5);
    var untold = new Trial(SCENARIO, 1, 5, Glances.NONE);
    result = untold.run(new Diary(Toys.learner(fixed, 1)), Rng.of(1), event -> {});
    assertThat(result.accuracy().row(1)).containsExactly(0.5, 0);
  }

  @Test
  void theMethodAnswersTheTests() {
    var contrary =
        new Diary(learner) {
          @Override
          public Tensor scores(Tensor inputs) {
            return Tensor.of(new float[] {0, 0, 0, 1}, 1, 4).expand(inputs.dim(0), 4).copy();
          }
        };
    var result = new Trial(SCENARIO, 1, 5, Glances.NONE).run(contrary, Rng.of(1), event -> {});
    assertThat(result.accuracy().row(1)).containsExactly(0, 0.5);
  }

  @Test
  void nonsenseIsRefused() {
    assertThatThrownBy(() -> new Glances(-1, 5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("-1 glances a task");
    assertThatThrownBy(() -> new Glances(2, 0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Trial(SCENARIO, 0, 5, Glances.NONE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("0 epochs");
    assertThatThrownBy(() -> new Trial(SCENARIO, 1, 0, Glances.NONE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("batches of 0");
  }

  @Test
  void aStreamWithoutBordersTellsOfNone() {
    var diary = new Diary(learner);
    List<String> events = new ArrayList<>();
    new Trial(SCENARIO.withoutBorders(), 1, 5, Glances.NONE)
        .run(diary, Rng.of(1), event -> events.add(line(event)));
    assertThat(diary.lines).hasSize(6).allMatch(call -> call.startsWith("batch"));
    // Observers see where the tests were taken all the same.
    assertThat(events).contains("began 1 at 3", "ended 1 at 6, 2 tests");
  }

  @Test
  void onlyWhatIsAskedForIsTested() {
    var trial = new Trial(SCENARIO, 1, 5, new Glances(1, 3), Asking.current());
    var result = trial.run(new Finetune(learner), Rng.of(1), event -> {});
    assertThat(result.accuracy().at(0, 0)).isBetween(0.0, 1.0);
    assertThat(result.accuracy().at(0, 1)).isNaN();
    // After the last task everything is asked, in a glance it is not.
    assertThat(result.accuracy().row(1)).doesNotContain(Double.NaN);
    assertThat(result.curve().points()).hasSize(4);
    assertThat(result.curve().points().get(2).accuracies()[0]).isNaN();
    var learned = new Trial(SCENARIO, 1, 5, Glances.NONE, Asking.learned());
    result = learned.run(new Finetune(learner), Rng.of(1), event -> {});
    assertThat(result.accuracy().at(0, 1)).isNaN();
    assertThat(result.accuracy().row(1)).doesNotContain(Double.NaN);
  }

  @Test
  void bitsStandBesideTheAccuracy() {
    var same = new Linear(Parameter.zeros(4, 3), Parameter.zeros(4));
    var result =
        new Trial(SCENARIO, 1, 5, Glances.NONE)
            .run(new Diary(Toys.learner(same, 1)), Rng.of(1), event -> {});
    // Four classes, all as likely: two bits; among a task's own two, one.
    assertThat(result.bits()).isDeepEqualTo(new double[][] {{2, 2}, {2, 2}});
    result =
        new Trial(SCENARIO.taskIncremental(), 1, 5, Glances.NONE)
            .run(new Diary(Toys.learner(same, 1)), Rng.of(1), event -> {});
    assertThat(result.bits()[1]).containsExactly(1, 1);
  }

  @Test
  void baselinesAreUntrainedAndFreshNetworks() {
    var trial = new Trial(SCENARIO, 20, 5, Glances.NONE);
    var untrained = new Linear(Parameter.zeros(4, 3), Parameter.of(new float[] {1, 0, 0, 0}, 4));
    assertThat(trial.test(new Finetune(Toys.learner(untrained, 1)))).containsExactly(0.5, 0);
    List<Finetune> fresh = new ArrayList<>();
    double[] alone =
        trial.alone(
            () -> {
              fresh.add(new Finetune(Toys.learner(Toys.linear(3, 4, 7), 0.1f)));
              return fresh.getLast();
            },
            Rng.of(1));
    assertThat(fresh).hasSize(2);
    for (int t = 0; t < 2; t++) {
      // Each has learned its own task and nothing else.
      assertThat(fresh.get(t).learner().ledger().gradientSamples()).isEqualTo(20 * 14);
      assertThat(fresh.get(t).learner().accuracy(SCENARIO.tests().get(t).test()))
          .isEqualTo(alone[t]);
      assertThat(fresh.get(t).learner().accuracy(SCENARIO.tests().get(1 - t).test()))
          .isLessThan(alone[t]);
      assertThat(alone[t]).isGreaterThan(0.8);
    }
    assertThatThrownBy(
            () -> new Trial(SCENARIO.joint(), 1, 5, Glances.NONE).alone(fresh::getFirst, Rng.of(1)))
        .hasMessageContaining("1 tasks and 2 tests");
  }
}
