package io.reverie.sleep.evaluate;

import io.reverie.data.Dataset;
import io.reverie.nn.Layer;
import io.reverie.sleep.scenario.Task;
import io.reverie.tensor.Tensor;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.UnaryOperator;

/**
 * A network looked at closely, as before and after a night: is what it forgets lost, or does its
 * output only not say it? The experimenter's affair: nothing is charged.
 *
 * @param exams by test, by the model's own outputs
 * @param nearestMean by test, by the nearest class mean of its features
 * @param norms the length of each parameter, by name
 * @param units of the features
 */
public record Checkup(
    List<Exam> exams, List<Exam> nearestMean, Map<String, Double> norms, Units units) {
  /** How many samples the units are seen on. */
  private static final int SEEN = 500;

  /**
   * Looks at a model.
   *
   * @param features of the model, such as {@link Features#beforeLast}
   * @param reference for the class means: training data of all classes, or a memory's
   */
  public static Checkup of(
      Layer model, UnaryOperator<Tensor> features, Dataset reference, List<Task> tests) {
    UnaryOperator<Tensor> outputs = Features.of(model);
    Dataset first = tests.getFirst().test();
    int classes = outputs.apply(first.batch(0).inputs()).dim(1);
    NearestMean nearest = NearestMean.of(features, reference, classes);
    int stride = Math.max(1, reference.size() / SEEN);
    int[] some = new int[Math.min(SEEN, reference.size())];
    for (int i = 0; i < some.length; i++) {
      some[i] = i * stride;
    }
    return new Checkup(
        tests.stream().map(task -> Exam.of(outputs, task.test(), task.answers())).toList(),
        tests.stream().map(task -> Exam.of(nearest, task.test(), task.answers())).toList(),
        norms(model),
        Units.of(features, reference.select(some)));
  }

  /** The length ‖w‖₂ of each parameter, by its name. */
  public static SequencedMap<String, Double> norms(Layer model) {
    SequencedMap<String, Double> norms = new LinkedHashMap<>();
    model
        .parameters()
        .named()
        .forEach((name, parameter) -> {
          double squares = 0;
          for (float w : parameter.toArray()) {
            squares += (double) w * w;
          }
          norms.put(name, Math.sqrt(squares));
        });
    return Collections.unmodifiableSequencedMap(norms);
  }

  /** The length of all parameters together. */
  public double norm() {
    return Math.sqrt(norms.values().stream().mapToDouble(norm -> norm * norm).sum());
  }

  /** The accuracy in each test. */
  public double[] accuracies() {
    return exams.stream().mapToDouble(Exam::accuracy).toArray();
  }

  /**
   * By test, the nearest mean's accuracy minus the output's: how much the output hides of what the
   * features know.
   */
  public double[] bias() {
    return Spread.differences(
        nearestMean.stream().mapToDouble(Exam::accuracy).toArray(), accuracies());
  }

  /** By test, by how much the accuracy has changed since an earlier look. */
  public double[] since(Checkup before) {
    return Spread.differences(accuracies(), before.accuracies());
  }
}
