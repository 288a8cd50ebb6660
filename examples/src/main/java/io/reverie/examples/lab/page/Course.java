package io.reverie.examples.lab.page;

import io.reverie.examples.lab.Arm;
import io.reverie.examples.lab.Measure;
import io.reverie.examples.lab.Outcome;
import io.reverie.examples.lab.Results;
import io.reverie.examples.report.HeatMap;
import io.reverie.examples.report.LineChart;
import io.reverie.examples.report.Section;
import io.reverie.examples.report.Unit;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Accuracy over time, and the accuracy matrices. */
final class Course {
  /** More curves than there are colours tell nothing. */
  private static final int CURVES = 8;

  private static final int MATRICES = 4;

  /** Larger matrices have no room for their numbers. */
  private static final int LARGE = 25;

  private Course() {}

  static Section section(Results results) {
    Section section =
        Section.of("Over time")
            .text(
                "Accuracy on all tasks, those to come among them, by tests on up to 200 samples of"
                    + " each along the way and on all of them when a task ends; means over the"
                    + " seeds.");
    if (!curves(results).series().isEmpty()) {
      section = section.figure(curves(results), "");
    }
    int drawn = 0;
    for (Arm arm : results.arms()) {
      double[][] matrix = results.meanRows(arm.name(), Outcome::matrix);
      if (matrix.length > 1
          && matrix.length <= LARGE
          && drawn < MATRICES
          && matters(results, arm)) {
        section = section.figure(matrix(arm, matrix), "");
        drawn++;
      }
    }
    return section;
  }

  /** The reference, and those it is judged against. */
  private static boolean matters(Results results, Arm arm) {
    var experiment = results.experiment();
    return arm.name().equals(experiment.design().reference())
        || experiment.rule().contrasts().stream()
            .flatMap(contrast -> contrast.terms().stream())
            .anyMatch(term -> term.arm().equals(arm.name()));
  }

  private static LineChart curves(Results results) {
    LineChart chart =
        LineChart.of("Accuracy on all tasks", "batches", "accuracy").unit(Unit.PERCENT).range(0, 1);
    List<Arm> arms =
        results.arms().size() <= CURVES
            ? results.arms()
            : results.arms().stream().filter(arm -> matters(results, arm)).limit(CURVES).toList();
    for (Arm arm : arms) {
      double[][] curve = results.meanRows(arm.name(), Outcome::curve);
      if (curve.length > 1 && !arm.joint() && isWhole(curve)) {
        double[] steps = IntStream.range(0, curve.length).mapToDouble(i -> curve[i][0]).toArray();
        double[] means =
            IntStream.range(0, curve.length)
                .mapToDouble(i ->
                    IntStream.range(1, curve[i].length)
                        .mapToDouble(j -> curve[i][j])
                        .average()
                        .orElse(Double.NaN))
                .toArray();
        chart = chart.add(arm.name(), steps, means);
      }
      if (arm.joint() && !chart.series().isEmpty()) {
        double[] steps = chart.series().getFirst().x();
        double[] level = {
          results.mean(arm.name(), Measure.ACCURACY), results.mean(arm.name(), Measure.ACCURACY)
        };
        chart =
            chart.add(
                LineChart.Series.of(
                        arm.name(), new double[] {steps[0], steps[steps.length - 1]}, level)
                    .asReference());
      }
    }
    return chart;
  }

  /** Whether all tests were asked for each time. */
  private static boolean isWhole(double[][] curve) {
    return Arrays.stream(curve).flatMapToDouble(Arrays::stream).noneMatch(Double::isNaN);
  }

  private static HeatMap matrix(Arm arm, double[][] matrix) {
    List<String> rows = numbers(matrix.length);
    List<String> columns = numbers(matrix[0].length);
    return HeatMap.of(arm.name(), rows, columns, matrix)
        .labels("after task", "accuracy on task")
        .unit(Unit.PERCENT);
  }

  static List<String> numbers(int n) {
    return IntStream.rangeClosed(1, n).mapToObj(String::valueOf).toList();
  }
}
