package io.reverie.examples.lab.catalog;

import io.reverie.data.Batch;
import io.reverie.examples.lab.Arm;
import io.reverie.examples.lab.Contrast;
import io.reverie.examples.lab.Experiment;
import io.reverie.examples.lab.Net;
import io.reverie.examples.lab.PassRule;
import io.reverie.examples.lab.Probe;
import io.reverie.examples.lab.World;
import io.reverie.nn.Layer;
import io.reverie.optim.Sgd;
import io.reverie.sleep.evaluate.Exam;
import io.reverie.sleep.evaluate.Features;
import io.reverie.sleep.memory.Draw;
import io.reverie.sleep.memory.ReplayBuffer;
import io.reverie.sleep.wake.Learner;
import io.reverie.tensor.Parameter;
import io.reverie.tensor.Rng;
import io.reverie.tensor.Tensor;
import java.util.Arrays;
import java.util.List;

/**
 * E3: a month of dormancy. A network that nobody touches forgets nothing, so something has to
 * happen to it: its weights drift, or it goes on learning something else.
 */
final class Dormancy {
  private static final int DAYS = 30;

  /** Of each tensor's own deviation, a day. */
  private static final double DRIFT = 0.05;

  private static final int STEPS_BY_DAY = 5;
  private static final int STEPS_BY_NIGHT = 5;
  private static final String DRIFTING = "retention,_drifting_share";
  private static final String DRIFTING_ASLEEP = "retention,_drifting_with_nights_share";
  private static final String LEARNING = "retention,_other_learning_share";
  private static final String LEARNING_ASLEEP = "retention,_other_learning_with_nights_share";
  private static final String FROZEN = "retention,_frozen_share";

  private Dormancy() {}

  static Experiment dormancy() {
    NightPlan plan = NightPlan.standard();
    List<Arm> arms = List.of(Arms.sleep(Arms.SLEEP, plan));
    return new Experiment(
            "E3",
            "Thirty days of dormancy",
            "Retention is 23 % higher through a month of dormancy with sleep.",
            "A frozen network keeps all it knows. Where weights drift by 5 % of their deviation a"
                + " day, or other pictures under random labels are learned for five steps a day,"
                + " five steps of replay a night help.",
            new Experiment.Design(World.split(500, 200), Net.MLP, 200, 5, arms, Arms.SLEEP),
            DRIFTING_ASLEEP,
            PassRule.all(
                new PassRule.Above(
                    Contrast.of(DRIFTING_ASLEEP, Arms.SLEEP)
                        .plus(Contrast.of(DRIFTING, Arms.SLEEP).reversed()),
                    0),
                new PassRule.Above(
                    Contrast.of(LEARNING_ASLEEP, Arms.SLEEP)
                        .plus(Contrast.of(LEARNING, Arms.SLEEP).reversed()),
                    0)),
            List.of())
        .probing(Probe.atTheEnd(Dormancy::days));
  }

  private static void days(Probe.Subject subject, Probe.Notes notes) {
    Layer model = subject.strategy().learner().model();
    ReplayBuffer memory = subject.bench().remembered().orElseThrow();
    double start = accuracy(subject, model);
    double[][] kept = {
      new double[DAYS],
      lived(subject, model, memory, true, false),
      lived(subject, model, memory, true, true),
      lived(subject, model, memory, false, false),
      lived(subject, model, memory, false, true)
    };
    Arrays.fill(kept[0], start);
    notes.row("days@", 0, 1, 1, 1, 1, 1);
    for (int day = 0; day < DAYS; day++) {
      double[] row = new double[1 + kept.length];
      row[0] = day + 1;
      for (int kind = 0; kind < kept.length; kind++) {
        row[1 + kind] = kept[kind][day] / start;
      }
      notes.row("days@", row);
    }
    String[] names = {FROZEN, DRIFTING, DRIFTING_ASLEEP, LEARNING, LEARNING_ASLEEP};
    for (int kind = 0; kind < names.length; kind++) {
      notes.measure(names[kind], kept[kind][DAYS - 1] / start);
    }
  }

  /** The accuracy at the end of each day. */
  private static double[] lived(
      Probe.Subject subject, Layer model, ReplayBuffer memory, boolean drifts, boolean sleeps) {
    Layer copy = model.copy();
    Rng rng = subject.stream("dormancy");
    Learner learner = Learner.of(copy, Sgd.of(copy, 0.01f), rng.split("learner"));
    double[] deviations =
        copy.parameters().named().values().stream().mapToDouble(Dormancy::deviation).toArray();
    double[] accuracies = new double[DAYS];
    for (int day = 0; day < DAYS; day++) {
      Rng today = rng.split(day);
      if (drifts) {
        drift(copy, deviations, today.split("drift"));
      } else {
        learnOther(learner, memory, today.split("other"));
      }
      if (sleeps) {
        Rng tonight = today.split("night");
        for (int step = 0; step < STEPS_BY_NIGHT; step++) {
          learner.step(memory.draw(Draw.balanced(), 64, tonight).batch());
        }
      }
      accuracies[day] = accuracy(subject, copy);
    }
    return accuracies;
  }

  /** Pictures with their pixels in disorder, under labels by lot. */
  private static void learnOther(Learner learner, ReplayBuffer memory, Rng rng) {
    int pixels = memory.sample().size();
    for (int step = 0; step < STEPS_BY_DAY; step++) {
      Batch batch = memory.draw(Draw.uniform(), 32, rng).batch();
      int[] order = rng.permutation(pixels);
      float[] disordered = new float[batch.inputs().size()];
      for (int i = 0; i < disordered.length; i++) {
        disordered[i] =
            batch.inputs()
                .array()[batch.inputs().offset() + i / pixels * pixels + order[i % pixels]];
      }
      int[] labels = new int[batch.size()];
      for (int i = 0; i < labels.length; i++) {
        labels[i] = rng.nextInt(memory.classes());
      }
      learner.step(new Batch(Tensor.of(disordered, 0, batch.inputs().shape()), labels));
    }
  }

  private static void drift(Layer model, double[] deviations, Rng rng) {
    int i = 0;
    for (Parameter parameter : model.parameters().named().values()) {
      float sigma = (float) (DRIFT * deviations[i++]);
      for (int j = 0; j < parameter.size(); j++) {
        parameter.array()[parameter.offset() + j] += sigma * rng.nextGaussian();
      }
    }
  }

  private static double deviation(Parameter parameter) {
    double sum = 0;
    double squares = 0;
    for (float w : parameter.toArray()) {
      sum += w;
      squares += (double) w * w;
    }
    double mean = sum / parameter.size();
    return Math.sqrt(Math.max(0, squares / parameter.size() - mean * mean));
  }

  private static double accuracy(Probe.Subject subject, Layer model) {
    return Exam.of(Features.of(model), subject.bench().tests()).accuracy();
  }
}
