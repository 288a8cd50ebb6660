package io.reverie.examples.lab.catalog;

import io.reverie.data.Dataset;
import io.reverie.examples.lab.Probe;
import io.reverie.nn.Layer;
import io.reverie.nn.Sequential;
import io.reverie.sleep.dawn.Compression;
import io.reverie.sleep.evaluate.Damage;
import io.reverie.sleep.evaluate.Event;
import io.reverie.sleep.evaluate.Exam;
import io.reverie.sleep.evaluate.Features;
import io.reverie.sleep.evaluate.Landscape;
import io.reverie.sleep.evaluate.NearestMean;
import io.reverie.sleep.evaluate.Objective;
import io.reverie.sleep.evaluate.Sharpness;
import io.reverie.sleep.evaluate.Units;
import io.reverie.tensor.Parameter;
import io.reverie.tensor.Rng;
import io.reverie.tensor.Tensor;
import java.util.List;
import java.util.function.Supplier;

/**
 * What the experiments look at besides accuracy. A figure whose name has an @ is drawn and not
 * tabled.
 */
final class Probes {
  /** Samples on which losses and units are measured. */
  private static final int SOME = 500;

  private Probes() {}

  /** Accuracy after pruning and after quantising, and what that changed in the answers. */
  static Supplier<Probe> compression() {
    return Probe.atTheEnd((subject, notes) -> {
      Layer model = subject.strategy().learner().model();
      Dataset tests = subject.bench().tests();
      for (int percent : new int[] {0, 10, 20, 30, 40, 50, 60, 70, 80, 90, 95}) {
        Layer pruned = Compression.prune(percent / 100.0).of(model);
        double accuracy = Exam.of(Features.of(pruned), tests).accuracy();
        notes.row("pruned@", percent / 100.0, accuracy);
        if (percent == 30) {
          notes.measure("pruned_30_accuracy", accuracy);
        }
      }
      for (int bits : new int[] {8, 4, 3, 2}) {
        Damage damage = Damage.of(model, Compression.quantise(bits).of(model), tests);
        notes.row("quantised@", bits, damage.after().accuracy(), damage.divergence());
        if (bits == 8 || bits == 4) {
          notes.measure("int" + bits + "_accuracy", damage.after().accuracy());
          notes.measure("int" + bits + "_divergence", damage.divergence());
        }
      }
    });
  }

  /** Sharpness by measures that rescaling cannot fake and one that it can; a landscape. */
  static Supplier<Probe> flatness() {
    return Probe.atTheEnd((subject, notes) -> {
      Layer model = subject.strategy().learner().model();
      var objective = new Objective(model, subject.bench().trained(SOME));
      Rng rng = subject.stream("flatness");
      notes.measure("loss", objective.loss());
      notes.measure("adaptive_sharpness", Sharpness.adaptive(objective, 0.5, 5));
      notes.measure(
          "relative_eigenvalue", Sharpness.relativeEigenvalue(objective, 15, rng.split("v")));
      notes.measure("plain_eigenvalue", Sharpness.eigenvalue(objective, 15, rng.split("v")));
      if (model instanceof Sequential chain) {
        rescale(chain, 0.5f);
        notes.measure(
            "relative_eigenvalue,_rescaled",
            Sharpness.relativeEigenvalue(objective, 15, rng.split("v")));
        notes.measure(
            "plain_eigenvalue,_rescaled", Sharpness.eigenvalue(objective, 15, rng.split("v")));
        rescale(chain, 2);
      }
      if (subject.first()) {
        double[] places = new double[11];
        for (int i = 0; i < places.length; i++) {
          places[i] = (i - 5) / 5.0;
        }
        float[] one = Landscape.direction(model, rng.split("one"));
        float[] other = Landscape.direction(model, rng.split("other"));
        for (double[] row : Landscape.plane(objective, one, other, places)) {
          notes.row("landscape@", row);
        }
      }
    });
  }

  /** The first layer times this, the second divided by it: the same function. */
  private static void rescale(Sequential chain, float by) {
    List<Parameter> named = List.copyOf(chain.parameters().named().values());
    scale(named.get(0), by); // the first layer's weight and bias
    scale(named.get(1), by);
    scale(named.get(2), 1 / by); // the second layer's weight
  }

  private static void scale(Parameter parameter, float by) {
    for (int i = 0; i < parameter.size(); i++) {
      parameter.array()[parameter.offset() + i] *= by;
    }
  }

  /** Norm of the weights, dead units and stable rank at the end of each task. */
  static Supplier<Probe> units() {
    return () ->
        new Probe() {
          @Override
          public void saw(Event event, Subject subject, Notes notes) {
            if (event instanceof Event.TaskEnded(int task, long step, double[] accuracies)
                && subject.strategy().learner().model() instanceof Sequential model) {
              Dataset some = subject.bench().trial().scenario().stream().get(task).train();
              Units units = Units.of(Features.beforeLast(model), some.first(200));
              double squares = 0;
              for (float w : model.parameters().values()) {
                squares += (double) w * w;
              }
              double learned = accuracies[Math.min(task, accuracies.length - 1)];
              notes.row(
                  "units@", task, Math.sqrt(squares), units.dead(), units.stableRank(), learned);
              notes.measure("dead_share", units.dead());
              notes.measure("stable_rank", units.stableRank());
              notes.measure("weight_norm", Math.sqrt(squares));
              late(subject, notes, task, learned);
            }
          }

          private double sum;

          /** Learning accuracy over the last fifth of the stream: what is left of plasticity. */
          private void late(Subject subject, Notes notes, int task, double learned) {
            int tasks = subject.bench().trial().scenario().stream().size();
            int from = tasks - tasks / 5;
            if (task >= from) {
              sum += learned;
              notes.measure("late_learning_accuracy", sum / (task - from + 1));
            }
          }
        };
  }

  /** Accuracy by the nearest class mean of the last hidden layer: is it lost, or only not said? */
  static Supplier<Probe> nearestMean() {
    return Probe.atTheEnd((subject, notes) -> {
      if (subject.strategy().learner().model() instanceof Sequential model) {
        var features = Features.beforeLast(model);
        int classes = subject.bench().trial().scenario().classes();
        var nearest = NearestMean.of(features, subject.bench().trained(2 * SOME), classes);
        notes.measure(
            "nearest_mean_accuracy", Exam.of(nearest, subject.bench().tests()).accuracy());
      }
    });
  }

  /** The loss on all tests in bits a sample: of a text, bits a character. */
  static Supplier<Probe> bits() {
    return Probe.atTheEnd((subject, notes) ->
        notes.measure(
            "bits_a_sample",
            Exam.of(x -> subject.strategy().scores(x), subject.bench().tests()).bits()));
  }

  /** Accuracy on tests with noise on their images. */
  static Supplier<Probe> robustness(float sigma) {
    return Probe.atTheEnd((subject, notes) -> {
      Rng rng = subject.stream("noise");
      notes.measure(
          "noisy_accuracy",
          Exam.of(
                  x -> {
                    float[] noisy = x.toArray();
                    for (int i = 0; i < noisy.length; i++) {
                      noisy[i] += sigma * rng.nextGaussian();
                    }
                    return subject.strategy().scores(Tensor.of(noisy, 0, x.shape()));
                  },
                  subject.bench().tests())
              .accuracy());
    });
  }

  /** Accuracy on the even classes, which are cued, and on the odd ones. */
  static Supplier<Probe> cued() {
    return Probe.atTheEnd((subject, notes) -> {
      Dataset tests = subject.bench().tests();
      notes.measure("cued_accuracy", accuracy(subject, tests.filter(c -> c % 2 == 0)));
      notes.measure("uncued_accuracy", accuracy(subject, tests.filter(c -> c % 2 == 1)));
    });
  }

  static double accuracy(Probe.Subject subject, Dataset tests) {
    return Exam.of(x -> subject.strategy().scores(x), tests).accuracy();
  }

  /** Dreams of the last night beside the nearest memory, of the first seed. */
  static Supplier<Probe> dreams() {
    return DreamProbe::new;
  }
}
