package io.reverie.sleep.strategy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reverie.data.Batch;
import io.reverie.data.Dataset;
import io.reverie.data.Transform;
import io.reverie.sleep.ByHand;
import io.reverie.sleep.SleepCycle;
import io.reverie.sleep.SleepSchedule;
import io.reverie.sleep.Sleeper;
import io.reverie.sleep.Toys;
import io.reverie.sleep.memory.KeepRule;
import io.reverie.sleep.memory.ReplayBuffer;
import io.reverie.sleep.stage.Homeostasis;
import io.reverie.sleep.stage.N1;
import io.reverie.sleep.stage.N2;
import io.reverie.sleep.stage.N3;
import io.reverie.sleep.stage.Rem;
import io.reverie.sleep.wake.Learner;
import io.reverie.tensor.Rng;
import io.reverie.tensor.Shape;
import io.reverie.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Streams as nobody wants them: every method survives them, or says what is wrong. */
class BadDaysTest {
  private static final int CLASSES = 3;

  private static ReplayBuffer memory(int capacity, boolean logits) {
    Shape sample = Shape.of(CLASSES);
    Rng rng = Rng.of(3);
    return logits
        ? ReplayBuffer.withLogits(capacity, sample, CLASSES, KeepRule.reservoir(), rng)
        : ReplayBuffer.of(capacity, sample, CLASSES, KeepRule.reservoir(), rng);
  }

  /** Every method, with a memory of so many where it has one. */
  private static Map<String, Function<Learner, Strategy>> methods(int capacity) {
    Map<String, Function<Learner, Strategy>> all = new LinkedHashMap<>();
    all.put("finetune", Finetune::new);
    all.put("cumulative", l -> new Cumulative(l, 1, 2, Rng.of(1)));
    all.put("er", l -> new ExperienceReplay(l, memory(capacity, false), 20));
    all.put("er without replay", l -> new ExperienceReplay(l, memory(capacity, false), 0));
    all.put("er-ace", l -> new AsymmetricReplay(l, memory(capacity, false), 20));
    all.put("er-ace at once", l -> new AsymmetricReplay(l, memory(capacity, false), 20, true));
    all.put("der", l -> new DarkExperienceReplay(l, memory(capacity, true), 20, 1, 0.5f));
    all.put("mir", l -> new Mir(l, memory(capacity, false), 2, 20));
    all.put("a-gem", l -> new AveragedGem(l, memory(capacity, false), 20, 9, Rng.of(1)));
    all.put(
        "cls-er",
        l -> new ClsEr(l, memory(capacity, false), 20, ClsEr.Settings.split(), Rng.of(1)));
    all.put(
        "gdumb",
        l ->
            new GDumb(
                l,
                memory(capacity, false),
                new GDumb.Fit(2, 2, 0.1f, 0, GDumb.Mixing.none()),
                Rng.of(1)));
    all.put("icarl", l -> new Icarl(l, Math.max(CLASSES, capacity), CLASSES, 20, Rng.of(1)));
    all.put("ewc", l -> new Ewc(l, 1, Fisher.exact()));
    all.put("online ewc", l -> new OnlineEwc(l, 1, 0.9f));
    all.put("mas", l -> new Mas(l, 0.01f));
    all.put("si", l -> new SynapticIntelligence(l, 1, 0.9f));
    all.put("lwf", LearningWithoutForgetting::new);
    all.put("nearest mean", l -> NearestClassMean.byDay(new Finetune(l), x -> x, CLASSES));
    all.put(
        "nearest mean of few",
        l -> NearestClassMean.fromMemory(new Finetune(l), x -> x, CLASSES, 5, Rng.of(1)));
    all.put("bias", l -> new LogitBias(new Finetune(l), 2, Rng.of(1)));
    all.put("shrink", l -> ShrinkAndPerturb.atTasks(new Finetune(l), 0.9f, 0.01f, Rng.of(1)));
    all.put("sleep", l -> sleeping(l, memory(capacity, false)));
    return all;
  }

  private static Strategy sleeping(Learner learner, ReplayBuffer memory) {
    var night =
        SleepCycle.night(
            new N1(),
            new N2(8, 0.1f),
            new N3(8, Transform.none(), Homeostasis.towardsBedtime(0.95f, 0.5f)),
            new Rem(8, 1, 4, Transform.none()),
            2,
            12);
    return new SleepStrategy(
        new ExperienceReplay(learner, memory, 20),
        memory,
        new Sleeper(night, 0.05f, 1),
        SleepSchedule.atTaskEnd(),
        Rng.of(2));
  }

  private static Dataset data(int... labels) {
    Batch batch = Toys.oneHots(CLASSES, labels);
    return Dataset.of(batch.inputs(), batch.labels());
  }

  private static void task(Strategy method, int task, Dataset data) {
    method.beginTask(task);
    for (Batch batch : data.batches(2)) {
      method.observe(batch);
    }
    method.endTask(task, data);
  }

  private static void isWell(String name, Strategy method) {
    Tensor scores = method.scores(Toys.oneHots(CLASSES, 0, 1, 2).inputs());
    assertThat(scores.shape()).as(name).isEqualTo(Shape.of(3, CLASSES));
    assertThat(ByHand.doubles(scores.toArray())).as(name).doesNotContain(Double.NaN);
    for (float w : method.learner().parameters().values()) {
      assertThat(Float.isFinite(w)).as(name).isTrue();
    }
  }

  private static void all(int capacity, float rate, List<Dataset> tasks) {
    methods(capacity)
        .forEach((name, method) -> {
          Strategy learning = method.apply(Toys.learner(Toys.linear(CLASSES, CLASSES, 1), rate));
          isWell(name, learning);
          for (int t = 0; t < tasks.size(); t++) {
            try {
              task(learning, t, tasks.get(t));
            } catch (RuntimeException e) {
              throw new AssertionError(name + " in task " + t, e);
            }
            isWell(name, learning);
          }
        });
  }

  @Test
  void tasksWithoutSamples() {
    all(4, 0.1f, List.of(data(), data(0, 1), data(), data(2)));
  }

  @Test
  void oneClassAndASingleSample() {
    all(4, 0.1f, List.of(data(1), data(1, 1, 1), data(1)));
  }

  @Test
  void aMemoryOfOneAndClassesThatComeAgain() {
    all(1, 0.1f, List.of(data(0, 1, 0), data(1, 2, 2, 2), data(0, 0)));
  }

  @Test
  void rateZeroChangesNothing() {
    for (var each : methods(4).entrySet()) {
      Strategy method = each.getValue().apply(Toys.learner(Toys.linear(CLASSES, CLASSES, 1), 0));
      float[] before = method.learner().parameters().snapshot();
      method.observe(Toys.oneHots(CLASSES, 0, 1));
      assertThat(method.learner().parameters().values()).as(each.getKey()).isEqualTo(before);
    }
  }

  @Test
  void aNetworkThatBrokeIsNotMendedSilently() {
    methods(4)
        .forEach((name, method) -> {
          Learner learner = Toys.learner(Toys.linear(CLASSES, CLASSES, 1), 0.1f);
          Strategy learning = method.apply(learner);
          task(learning, 0, data(0, 1));
          learner.parameters().values()[0] = Float.NaN;
          try {
            task(learning, 1, data(2, 1, 2));
          } catch (RuntimeException e) {
            throw new AssertionError(name, e);
          }
        });
  }

  @Test
  void labelsThatAreNoClass() {
    methods(4)
        .forEach((name, method) -> {
          Strategy learning = method.apply(Toys.learner(Toys.linear(CLASSES, CLASSES, 1), 0.1f));
          Batch odd = new Batch(Tensor.ones(2, CLASSES), new int[] {0, CLASSES});
          Dataset all = Dataset.of(odd.inputs(), odd.labels());
          assertThatThrownBy(
                  () -> {
                    learning.observe(odd);
                    learning.endTask(0, all);
                  })
              .as(name)
              .hasMessageContaining("" + CLASSES);
        });
  }
}
